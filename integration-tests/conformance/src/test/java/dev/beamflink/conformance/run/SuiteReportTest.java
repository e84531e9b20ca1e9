package dev.beamflink.conformance.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.conformance.canary.Canary;
import dev.beamflink.conformance.fault.Restore;
import dev.beamflink.conformance.fork.JobMode;
import dev.beamflink.conformance.fork.Outcome;
import dev.beamflink.conformance.fork.TestRecord;
import dev.beamflink.conformance.profile.Profile;
import dev.beamflink.conformance.profile.ProfileSuite;
import dev.beamflink.conformance.suite.TestId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class SuiteReportTest {

  private static final TestId A = new TestId("x.A", "test[1,000]");
  private static final TestId B = new TestId("x.B", "test");
  private static final TestId C = new TestId("x.C", "test");
  private static final TestId D = new TestId("x.D", "test");
  private static final TestId E = new TestId("x.E", "test");
  private static final ProfileSuite SUITE =
      new ProfileSuite(
          new Profile(
              "fast",
              "x.Category",
              List.of(),
              List.of(),
              Duration.ofSeconds(60),
              Optional.empty(),
              Optional.empty()),
          new TreeSet<>(Set.of(A, B, C, D, E)),
          new TreeMap<>(Map.of(C, "because")),
          new TreeMap<>(Map.of(E, "direct: failed")),
          new TreeMap<>(Map.of(D, Duration.ofSeconds(600))),
          new TreeSet<>());

  @Test
  void summaryAccountsForEveryTest() {
    SuiteReport report = report(TestRecord.of(A, Outcome.PASSED, 12), timeout(B));

    assertEquals(
        "fast: 1 passed, 1 failed, 0 skipped, 1 excluded, 1 slow ones left out,"
            + " 1 that the reference does not pass, 1 of the failed over their limit;"
            + " 0 ran as batch, 0 as streaming, 0 as both, 2 without a pipeline of ours",
        report.summary());
    assertEquals("1.5 minutes", report.time());
    assertEquals("  x.B#test: not finished\n", report.failures());
    assertFalse(report.isFull());
  }

  @Test
  void summaryCountsModes() {
    SuiteReport report =
        report(
            TestRecord.of(A, Outcome.PASSED, 12).in(JobMode.BATCH),
            timeout(B).in(JobMode.BATCH),
            TestRecord.of(C, Outcome.PASSED, 12).in(JobMode.STREAMING),
            TestRecord.of(D, Outcome.PASSED, 12).in(JobMode.BOTH),
            TestRecord.of(E, Outcome.SKIPPED, 0));

    assertTrue(
        report
            .summary()
            .endsWith("; 2 ran as batch, 1 as streaming, 1 as both, 0 without a pipeline of ours"),
        report.summary());
  }

  @Test
  void summaryOfAProfileWithFaultsCountsRestores() {
    SuiteReport report =
        report(
            TestRecord.of(A, Outcome.PASSED, 12).restored(Restore.AFTER_ELEMENT),
            TestRecord.of(B, Outcome.PASSED, 12).restored(Restore.MISSING),
            TestRecord.of(D, Outcome.PASSED, 12));

    assertTrue(
        report
            .summary()
            .endsWith("; 1 restored after the first element, 0 that have none, 1 not restored"),
        report.summary());
    assertEquals(List.of(B), report.failed().stream().map(TestRecord::test).toList());
  }

  @Test
  void canaryCountsOnlyFailedAssertions() {
    CanaryReport report =
        new CanaryReport(
            "fast",
            Canary.EMPTY,
            List.of(
                TestRecord.of(A, Outcome.PASSED, 1),
                timeout(B),
                failed(C, "java.lang.IllegalStateException: java.lang.Error"),
                failed(D, "java.lang.RuntimeException\nCaused by: java.lang.AssertionError: 0")));

    assertEquals(List.of(A, B, C), report.survivors().stream().map(TestRecord::test).toList());
    assertEquals(
        "fast, canary-empty: 1 of 4 tests fail by an assertion, as they must", report.summary());
  }

  private static SuiteReport report(TestRecord... records) {
    return new SuiteReport(SUITE, List.of(records), Duration.ofSeconds(90));
  }

  private static TestRecord timeout(TestId test) {
    return new TestRecord(test, Outcome.TIMEOUT, 60_000, "not finished", "not finished");
  }

  private static TestRecord failed(TestId test, String details) {
    return new TestRecord(test, Outcome.FAILED, 1, "", details);
  }
}

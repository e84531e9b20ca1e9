package dev.beamflink.conformance.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.conformance.canary.Canary;
import dev.beamflink.conformance.fork.Outcome;
import dev.beamflink.conformance.fork.TestRecord;
import dev.beamflink.conformance.profile.Profile;
import dev.beamflink.conformance.profile.ProfileSuite;
import dev.beamflink.conformance.suite.TestId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SuiteReportTest {

  private static final TestId A = new TestId("x.A", "test[1,000]");
  private static final TestId B = new TestId("x.B", "test");
  private static final TestId C = new TestId("x.C", "test");
  private static final TestId D = new TestId("x.D", "test");
  private static final ProfileSuite SUITE =
      new ProfileSuite(
          new Profile("fast", "x.Category", List.of(), List.of(), Duration.ofSeconds(60)),
          new TreeSet<>(Set.of(A, B, C, D)),
          new TreeMap<>(Map.of(C, "because")),
          new TreeMap<>(Map.of(D, Duration.ofSeconds(600))),
          new TreeSet<>());

  @TempDir Path directory;

  @Test
  void summaryAccountsForEveryTest() {
    SuiteReport report = report(TestRecord.of(A, Outcome.PASSED, 12), timeout(B));

    assertEquals(
        "fast: 1 passed, 1 failed, 0 skipped, 1 excluded, 1 slow ones left out,"
            + " 1 of the failed over their limit; 1.5 minutes",
        report.summary());
    assertEquals("  x.B#test: not finished\n", report.failures());
    assertFalse(report.isFull());
  }

  @Test
  void publishedResultsHoldEveryTest() throws IOException {
    SuiteReport report =
        report(
            TestRecord.of(A, Outcome.PASSED, 12), timeout(B), TestRecord.of(D, Outcome.SKIPPED, 0));

    List<String> lines = Files.readAllLines(ResultsPage.write(directory, "abc", report));

    assertTrue(report.isFull());
    assertTrue(lines.get(0).endsWith("commit abc"), lines.get(0));
    assertEquals(
        List.of(
            "class,method,result,millis",
            "x.A,\"test[1,000]\",passed,12",
            "x.B,test,timeout,60000",
            "x.C,test,excluded,0",
            "x.D,test,skipped,0"),
        lines.subList(1, lines.size()));
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

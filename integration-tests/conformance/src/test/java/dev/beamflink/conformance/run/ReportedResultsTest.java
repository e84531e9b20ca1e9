package dev.beamflink.conformance.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.conformance.fork.JobMode;
import dev.beamflink.conformance.fork.Outcome;
import dev.beamflink.conformance.fork.TestRecord;
import dev.beamflink.conformance.profile.Profile;
import dev.beamflink.conformance.profile.ProfileSuite;
import dev.beamflink.conformance.published.PublishedResult;
import dev.beamflink.conformance.published.PublishedResults;
import dev.beamflink.conformance.published.Verdict;
import dev.beamflink.conformance.suite.TestId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class ReportedResultsTest {

  private static final TestId FIRST = new TestId("x.A", "first");
  private static final TestId SLOW = new TestId("x.A", "slow");
  private static final TestId EXCLUDED = new TestId("x.A", "excluded");
  private static final TestId UNPROVEN = new TestId("x.A", "unproven");
  private static final ProfileSuite SUITE =
      new ProfileSuite(
          new Profile(
              "fast",
              "x.Category",
              List.of(),
              List.of(),
              Duration.ofSeconds(60),
              Optional.of("direct"),
              Optional.empty()),
          new TreeSet<>(Set.of(FIRST, SLOW, EXCLUDED, UNPROVEN)),
          new TreeMap<>(Map.of(EXCLUDED, "because")),
          new TreeMap<>(Map.of(UNPROVEN, "direct: failed")),
          new TreeMap<>(Map.of(SLOW, Duration.ofSeconds(600))),
          new TreeSet<>());

  private static final TestRecord FIRST_PASSED =
      TestRecord.of(FIRST, Outcome.PASSED, 12).in(JobMode.BATCH);
  private static final TestRecord SLOW_PASSED =
      TestRecord.of(SLOW, Outcome.PASSED, 12).in(JobMode.STREAMING);
  private static final PublishedResults PUBLISHED =
      ReportedResults.of(report(FIRST_PASSED, SLOW_PASSED), "commit abc");

  @Test
  void everyTestHasItsResult() {
    assertTrue(PUBLISHED.head().endsWith("; commit abc"), PUBLISHED.head());
    assertEquals(
        Map.of(
            FIRST, new PublishedResult(Verdict.PASSED, "batch", ""),
            SLOW, new PublishedResult(Verdict.PASSED, "streaming", ""),
            EXCLUDED, new PublishedResult(Verdict.EXCLUDED, "", "because"),
            UNPROVEN, new PublishedResult(Verdict.UNPROVEN, "", "direct: failed")),
        PUBLISHED.tests());
  }

  @Test
  void buildThatLeavesSlowTestsOutAgrees() {
    assertEquals(List.of(), ReportedResults.differences(report(FIRST_PASSED), PUBLISHED));
  }

  @Test
  void otherResultAndOtherModeAreDifferences() {
    TestRecord failed = new TestRecord(FIRST, Outcome.FAILED, 1, "because", "").in(JobMode.BATCH);

    assertEquals(
        List.of("x.A#first: passed in batch, but now failed in batch (because)"),
        ReportedResults.differences(report(failed), PUBLISHED));
    assertEquals(
        List.of("x.A#first: passed in batch, but now passed in both"),
        ReportedResults.differences(report(FIRST_PASSED.in(JobMode.BOTH)), PUBLISHED));
  }

  @Test
  void testThatCameOrWentIsADifference() {
    TestRecord other = TestRecord.of(new TestId("x.A", "other"), Outcome.PASSED, 1);

    assertEquals(
        List.of(
            "x.A#first: passed in batch, but now not there",
            "x.A#other: not there, but now passed"),
        ReportedResults.differences(report(other), PUBLISHED));
  }

  private static SuiteReport report(TestRecord... records) {
    return new SuiteReport(SUITE, List.of(records), Duration.ofSeconds(90));
  }
}

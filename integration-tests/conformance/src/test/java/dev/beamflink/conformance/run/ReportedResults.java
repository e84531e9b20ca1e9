package dev.beamflink.conformance.run;

import dev.beamflink.conformance.fork.JobMode;
import dev.beamflink.conformance.fork.TestRecord;
import dev.beamflink.conformance.profile.ProfileSuite;
import dev.beamflink.conformance.published.PublishedResult;
import dev.beamflink.conformance.published.PublishedResults;
import dev.beamflink.conformance.published.Verdict;
import dev.beamflink.conformance.suite.TestId;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** A report in the form in which the repository keeps it. */
public final class ReportedResults {

  private ReportedResults() {}

  /** The results to publish. */
  public static PublishedResults of(SuiteReport report, String stamp) {
    return new PublishedResults(report.summary() + "; " + stamp, tests(report));
  }

  /**
   * What a run says otherwise than the published results, one line each; of slow tests that it left
   * out, nothing.
   */
  public static List<String> differences(SuiteReport report, PublishedResults published) {
    SortedMap<TestId, PublishedResult> now = tests(report);
    SortedMap<TestId, PublishedResult> then = new TreeMap<>(published.tests());
    report.suite().slow().keySet().stream()
        .filter(test -> !now.containsKey(test))
        .forEach(then::remove);
    SortedMap<TestId, String> differences = new TreeMap<>();
    now.forEach(
        (test, result) -> {
          PublishedResult before = then.remove(test);
          if (before == null) {
            differences.put(test, "not there, but now " + result);
          } else if (!isSame(result, before)) {
            differences.put(test, before + ", but now " + result);
          }
        });
    then.forEach((test, before) -> differences.put(test, before + ", but now not there"));
    return differences.entrySet().stream()
        .map(entry -> entry.getKey() + ": " + entry.getValue())
        .toList();
  }

  private static boolean isSame(PublishedResult one, PublishedResult other) {
    return one.verdict() == other.verdict()
        && one.mode().equals(other.mode())
        && one.restore().equals(other.restore());
  }

  private static SortedMap<TestId, PublishedResult> tests(SuiteReport report) {
    ProfileSuite suite = report.suite();
    SortedMap<TestId, PublishedResult> tests = new TreeMap<>();
    suite
        .unproven()
        .forEach(
            (test, reason) -> tests.put(test, new PublishedResult(Verdict.UNPROVEN, "", reason)));
    suite
        .excluded()
        .forEach(
            (test, reason) -> tests.put(test, new PublishedResult(Verdict.EXCLUDED, "", reason)));
    report.records().forEach(record -> tests.put(record.test(), result(record)));
    return tests;
  }

  private static PublishedResult result(TestRecord record) {
    String mode = record.mode() == JobMode.NONE ? "" : record.mode().label();
    return new PublishedResult(
        Verdict.of(record.outcome()), mode, record.restore().label(), record.cause());
  }
}

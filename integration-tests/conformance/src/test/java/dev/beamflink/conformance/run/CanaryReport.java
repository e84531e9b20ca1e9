package dev.beamflink.conformance.run;

import dev.beamflink.conformance.canary.Canary;
import dev.beamflink.conformance.fork.Outcome;
import dev.beamflink.conformance.fork.TestRecord;
import java.util.List;
import java.util.stream.Collectors;

/** What the suite's assertions made of pipelines that were broken on purpose. */
public record CanaryReport(String profile, Canary canary, List<TestRecord> records) {

  public CanaryReport {
    records = List.copyOf(records);
  }

  /**
   * The tests that did not fail as they must: by an assertion. Any other failure would have hidden
   * whether assertions count.
   */
  public List<TestRecord> survivors() {
    return records.stream().filter(record -> !failedByAssertion(record)).toList();
  }

  /**
   * For instance {@code batch, canary-empty: 40 of 40 tests fail by an assertion, as they must}.
   */
  public String summary() {
    return "%s, %s: %d of %d tests fail by an assertion, as they must"
        .formatted(profile, canary.label(), records.size() - survivors().size(), records.size());
  }

  /** One line for each survivor. */
  public String failures() {
    return survivors().stream()
        .map(
            record ->
                "  %s: %s %s%n".formatted(record.test(), record.outcome().label(), record.cause()))
        .collect(Collectors.joining());
  }

  private static boolean failedByAssertion(TestRecord record) {
    return record.outcome() == Outcome.FAILED
        && record.details().contains(AssertionError.class.getName());
  }
}

package dev.beamflink.conformance.run;

import dev.beamflink.conformance.fault.Restore;
import dev.beamflink.conformance.fork.JobMode;
import dev.beamflink.conformance.fork.Outcome;
import dev.beamflink.conformance.fork.TestRecord;
import dev.beamflink.conformance.profile.ProfileSuite;
import dev.beamflink.conformance.suite.TestId;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What came out of a run of a profile's tests, or of some of them. */
public record SuiteReport(ProfileSuite suite, List<TestRecord> records, Duration duration) {

  public SuiteReport {
    records = List.copyOf(records);
  }

  /** The tests that passed. */
  public SortedSet<TestId> passed() {
    return records.stream()
        .filter(TestRecord::passed)
        .map(TestRecord::test)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The tests that failed or did not end. */
  public List<TestRecord> failed() {
    return records.stream().filter(TestRecord::failed).toList();
  }

  /** Whether every test that can pass on this profile was run. */
  public boolean isFull() {
    return ran().containsAll(suite.required());
  }

  /**
   * For instance {@code batch: 390 passed, 3 failed, 2 skipped, 14 excluded; 300 ran as batch, 90
   * as streaming, 3 without a pipeline of ours}.
   */
  public String summary() {
    StringBuilder text =
        new StringBuilder(
            "%s: %d passed, %d failed, %d skipped"
                .formatted(
                    suite.profile().name(),
                    passed().size(),
                    failed().size(),
                    count(Outcome.SKIPPED)));
    SortedSet<TestId> left = new TreeSet<>(suite.all());
    left.removeAll(ran());
    append(text, takeFrom(left, suite.excluded().keySet()), "excluded");
    append(text, takeFrom(left, suite.slow().keySet()), "slow ones left out");
    append(text, takeFrom(left, suite.unproven().keySet()), "that the reference does not pass");
    append(text, left.size(), "not run");
    if (count(Outcome.TIMEOUT) > 0) {
      append(text, count(Outcome.TIMEOUT), "of the failed over their limit");
    }
    return text.append("; ").append(modes()).append(restores()).toString();
  }

  /** Nothing of a profile without faults. */
  private String restores() {
    if (records.stream().allMatch(record -> record.restore() == Restore.NONE)) {
      return "";
    }
    return "; %d restored after the first element, %d that have none, %d not restored"
        .formatted(count(Restore.AFTER_ELEMENT), count(Restore.NO_ELEMENT), count(Restore.MISSING));
  }

  private String modes() {
    return "%d ran as batch, %d as streaming, %d as both, %d without a pipeline of ours"
        .formatted(
            count(JobMode.BATCH),
            count(JobMode.STREAMING),
            count(JobMode.BOTH),
            records.stream()
                .filter(record -> record.mode() == JobMode.NONE)
                .filter(record -> record.outcome() != Outcome.SKIPPED)
                .count());
  }

  /** How long it took, for instance {@code 7.2 minutes}. */
  public String time() {
    return String.format(Locale.ROOT, "%.1f minutes", duration.toMillis() / 60_000.0);
  }

  /** One line for each failed test: its name and root cause. */
  public String failures() {
    return failed().stream()
        .map(record -> "  %s: %s%n".formatted(record.test(), record.cause()))
        .collect(Collectors.joining());
  }

  private SortedSet<TestId> ran() {
    return records.stream().map(TestRecord::test).collect(Collectors.toCollection(TreeSet::new));
  }

  private long count(JobMode mode) {
    return records.stream().filter(record -> record.mode() == mode).count();
  }

  private long count(Restore restore) {
    return records.stream().filter(record -> record.restore() == restore).count();
  }

  private long count(Outcome outcome) {
    return records.stream().filter(record -> record.outcome() == outcome).count();
  }

  private static long takeFrom(SortedSet<TestId> tests, Iterable<TestId> taken) {
    int before = tests.size();
    taken.forEach(tests::remove);
    return before - tests.size();
  }

  private static void append(StringBuilder text, long count, String what) {
    if (count > 0) {
      text.append(", ").append(count).append(' ').append(what);
    }
  }
}

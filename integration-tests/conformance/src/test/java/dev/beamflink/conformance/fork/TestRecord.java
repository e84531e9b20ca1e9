package dev.beamflink.conformance.fork;

import dev.beamflink.conformance.fault.Restore;
import dev.beamflink.conformance.suite.TestId;

/**
 * The result of one test.
 *
 * @param mode how the runner ran its pipelines, as far as is known
 * @param restore how its jobs were restored, in a profile with faults
 * @param millis how long it ran
 * @param cause the root cause in one line, empty for a test that passed
 * @param details the stack traces, empty for a test that passed
 */
public record TestRecord(
    TestId test,
    Outcome outcome,
    JobMode mode,
    Restore restore,
    long millis,
    String cause,
    String details) {

  /** Of a test whose mode is not known, or not yet. */
  public TestRecord(TestId test, Outcome outcome, long millis, String cause, String details) {
    this(test, outcome, JobMode.NONE, Restore.NONE, millis, cause, details);
  }

  /** A test that did not fail. */
  public static TestRecord of(TestId test, Outcome outcome, long millis) {
    return new TestRecord(test, outcome, millis, "", "");
  }

  /** The same in this mode. */
  public TestRecord in(JobMode known) {
    return new TestRecord(test, outcome, known, restore, millis, cause, details);
  }

  /**
   * The same with this restore. A test without one that counts has failed, whatever its assertions
   * say.
   */
  public TestRecord restored(Restore known) {
    if (known == Restore.MISSING && passed()) {
      String why = "no job restore after the first element, from a completed checkpoint";
      return new TestRecord(test, Outcome.FAILED, mode, known, millis, why, why);
    }
    return new TestRecord(test, outcome, mode, known, millis, cause, details);
  }

  /** Whether the test ran and did what it should. */
  public boolean passed() {
    return outcome == Outcome.PASSED;
  }

  /** Whether the test failed in whatever way. */
  public boolean failed() {
    return outcome == Outcome.FAILED || outcome == Outcome.TIMEOUT;
  }
}

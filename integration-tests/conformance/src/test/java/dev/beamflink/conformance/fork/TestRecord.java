package dev.beamflink.conformance.fork;

import dev.beamflink.conformance.suite.TestId;

/**
 * The result of one test.
 *
 * @param millis how long it ran
 * @param cause the root cause in one line, empty for a test that passed
 * @param details the stack traces, empty for a test that passed
 */
public record TestRecord(TestId test, Outcome outcome, long millis, String cause, String details) {

  /** A test that did not fail. */
  public static TestRecord of(TestId test, Outcome outcome, long millis) {
    return new TestRecord(test, outcome, millis, "", "");
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

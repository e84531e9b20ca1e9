package dev.beamflink.conformance.fork;

/** What became of a test that was handed to a fork. */
sealed interface ForkAnswer {

  /** The test ended and the fork is ready for the next one. */
  record Finished(TestRecord record) implements ForkAnswer {}

  /** The test runs longer than it may; the fork is busy with it. */
  record Overdue() implements ForkAnswer {}

  /** The JVM ended while the test ran. */
  record Died(int exitCode) implements ForkAnswer {}
}

package dev.beamflink.conformance.fork;

/** Hears of each test as it ends, in the thread that runs the suite. */
@FunctionalInterface
public interface TestListener {

  /**
   * A test ended.
   *
   * @param log what its JVM printed while it ran, empty for a test that passed
   */
  void ended(TestRecord record, String log);

  /** Both listeners, this one first. */
  default TestListener and(TestListener other) {
    return (record, log) -> {
      ended(record, log);
      other.ended(record, log);
    };
  }
}

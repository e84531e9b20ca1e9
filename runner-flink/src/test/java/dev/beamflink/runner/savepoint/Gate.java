package dev.beamflink.runner.savepoint;

/**
 * How far the sources of {@link FixturePipeline} in this JVM go, so that a savepoint holds exactly
 * what came before.
 */
final class Gate {

  /** Where all sources end. */
  static final long END = 200;

  private static volatile long limit;

  private Gate() {}

  /** Lets the sources go on up to a number, exclusive. */
  static void open(long newLimit) {
    limit = newLimit;
  }

  static boolean isOpenFor(long number) {
    return number < limit;
  }
}

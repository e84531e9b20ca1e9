package dev.beamflink.benchmarks.fork;

/**
 * When the numbers of a source are due: evenly from its start on, whether anybody takes them or
 * not. So a number that had to wait because something stood still is as late as it seems to whoever
 * waits for it.
 */
public final class Pace {

  private static volatile Pace current = new Pace(0, 0);

  private final long startNanos;
  private final double nanosPerElement;

  private Pace(long startNanos, double nanosPerElement) {
    this.startNanos = startNanos;
    this.nanosPerElement = nanosPerElement;
  }

  /**
   * That of a source that starts now. The sinks of this JVM go by it from now on.
   *
   * @param elementsPerSecond 0 if all are due at once
   */
  public static Pace start(double elementsPerSecond) {
    Pace pace = new Pace(System.nanoTime(), elementsPerSecond == 0 ? 0 : 1e9 / elementsPerSecond);
    current = pace;
    return pace;
  }

  /** That of the source that started last. */
  static Pace current() {
    return current;
  }

  /** In {@link System#nanoTime}. */
  public long dueNanos(long number) {
    return startNanos + (long) (number * nanosPerElement);
  }

  /** Whether a number is due so long after the start. */
  boolean isDueAfter(long number, long nanos) {
    return number * nanosPerElement >= nanos;
  }
}

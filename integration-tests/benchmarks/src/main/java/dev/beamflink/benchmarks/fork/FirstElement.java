package dev.beamflink.benchmarks.fork;

import java.util.concurrent.atomic.AtomicLong;

/**
 * When the source of a job was about to make its first element. What comes before is the start of a
 * cluster and of a job, which other measurements are about.
 */
public final class FirstElement {

  private static final AtomicLong NANOS = new AtomicLong();

  private FirstElement() {}

  /** A reader of the source starts. Only the first one counts. */
  public static void isNext() {
    NANOS.compareAndSet(0, System.nanoTime());
  }

  static long take() {
    long nanos = NANOS.getAndSet(0);
    if (nanos == 0) {
      throw new IllegalStateException("No reader of the source has told that it starts");
    }
    return nanos;
  }
}

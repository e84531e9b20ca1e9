package dev.beamflink.benchmarks.fork;

import java.util.concurrent.atomic.AtomicLong;

/** When the first element came to a sink of the only job of this JVM. */
public final class FirstResult {

  private static final AtomicLong MILLIS = new AtomicLong();

  private FirstResult() {}

  /** An element has come to a sink. Only the first one counts. */
  public static void isHere() {
    if (MILLIS.get() == 0) {
      MILLIS.compareAndSet(0, System.currentTimeMillis());
    }
  }

  static long millis() {
    long millis = MILLIS.get();
    if (millis == 0) {
      throw new IllegalStateException("Nothing has come to the sink");
    }
    return millis;
  }
}

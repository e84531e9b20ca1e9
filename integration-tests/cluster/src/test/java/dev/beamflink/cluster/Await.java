package dev.beamflink.cluster;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** Waits for what other processes do: polls a condition and gives up at a deadline. */
final class Await {
  private static final Duration TIME_LIMIT = Duration.ofSeconds(60);
  private static final long POLL_INTERVAL_MILLIS = 50;

  /** Returns when the condition holds; fails, naming what it waited for, after a minute. */
  static void until(String what, Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + TIME_LIMIT.toNanos();
    while (!condition.call()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("Waited %s in vain until %s".formatted(TIME_LIMIT, what));
      }
      TimeUnit.MILLISECONDS.sleep(POLL_INTERVAL_MILLIS);
    }
  }

  private Await() {}
}

package dev.beamflink.cluster;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** Waits for what other processes do: polls a condition and gives up at a deadline. */
public final class Await {
  private static final Duration TIME_LIMIT = Duration.ofSeconds(60);
  private static final long POLL_INTERVAL_MILLIS = 50;

  /** Returns when the condition holds; fails, naming what it waited for, after a minute. */
  public static void until(String what, Callable<Boolean> condition) throws Exception {
    until(what, TIME_LIMIT, condition);
  }

  /** As {@link #until(String, Callable)} with another limit. */
  public static void until(String what, Duration limit, Callable<Boolean> condition)
      throws Exception {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!condition.call()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("Waited %s in vain until %s".formatted(limit, what));
      }
      TimeUnit.MILLISECONDS.sleep(POLL_INTERVAL_MILLIS);
    }
  }

  private Await() {}
}

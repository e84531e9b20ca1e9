package dev.beamflink.benchmarks.fork;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What a job has put out, in any order. The sinks of all tasks add to it, in the JVM of the fork.
 *
 * @param results how many
 * @param sum of a number for each
 */
public record Checksum(long results, long sum) {

  private static final AtomicLong RESULTS = new AtomicLong();
  private static final AtomicLong SUM = new AtomicLong();

  /** Adds results. A sink does that once in a while, not for each one. */
  public static void add(long results, long sum) {
    RESULTS.addAndGet(results);
    SUM.addAndGet(sum);
  }

  /** What has been added since the last call. */
  static Checksum take() {
    return new Checksum(RESULTS.getAndSet(0), SUM.getAndSet(0));
  }
}

package dev.beamflink.benchmarks.fork;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a fork has found.
 *
 * @param check of the first round
 * @param rounds those that count
 */
public record ForkResult(Checksum check, List<Round> rounds) {

  /**
   * A job that counts.
   *
   * @param nanos that it took, by what is measured of the workload
   * @param latency of its elements, where that is measured
   */
  public record Round(long nanos, Checksum checksum, @Nullable Latency latency) {

    public Round(long nanos, Checksum checksum) {
      this(nanos, checksum, null);
    }
  }

  /**
   * Of so many elements, how late half of them are at most, and all but one in a hundred.
   *
   * @param medianNanos the 50th percentile
   * @param p99Nanos the 99th percentile
   */
  public record Latency(long elements, long medianNanos, long p99Nanos) {}
}

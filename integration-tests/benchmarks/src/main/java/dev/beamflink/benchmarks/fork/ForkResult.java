package dev.beamflink.benchmarks.fork;

import java.util.List;

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
   * @param nanos from the first element of the source to the end of the job
   */
  public record Round(long nanos, Checksum checksum) {}
}

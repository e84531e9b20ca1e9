package dev.beamflink.runner.savepoint;

import org.apache.beam.sdk.io.Read;

/**
 * Reads of numbers that stop where the test says, so that a savepoint holds just what came before.
 */
public final class GatedNumbers {

  /** Where the numbers end. */
  public static final long END = Gate.END;

  private GatedNumbers() {}

  /** All numbers from 0 on, each at its millisecond. */
  public static Read.Unbounded<Long> read() {
    return Read.from(new GatedSource());
  }

  /** Lets all that is read go on up to a number, exclusive. */
  public static void open(long limit) {
    Gate.open(limit);
  }
}

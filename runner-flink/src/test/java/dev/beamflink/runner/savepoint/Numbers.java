package dev.beamflink.runner.savepoint;

import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * What sources hold: numbers with timestamps, by split and offset. No two timestamps are the same,
 * and they are out of order. One split has no numbers.
 */
final class Numbers {

  static final int SPLITS = 3;
  static final int PER_SPLIT = 100;

  private static final int SPLITS_WITH_NUMBERS = 2;
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration STEP = Duration.millis(10);

  /** Timestamps of this many numbers in a row are in reverse. */
  private static final int REVERSED = 5;

  private Numbers() {}

  /** How many numbers are in all splits up to an offset. */
  static long upTo(long offset) {
    return SPLITS_WITH_NUMBERS * offset;
  }

  static long end(int split) {
    return split < SPLITS_WITH_NUMBERS ? PER_SPLIT : 0;
  }

  static long number(int split, long offset) {
    return split * 1000L + offset;
  }

  static Instant timestamp(int split, long offset) {
    long place = offset - offset % REVERSED + (REVERSED - 1 - offset % REVERSED);
    return START.plus(STEP.multipliedBy(place)).plus(Duration.millis(split));
  }

  /** No timestamp from this offset on is earlier. */
  static Instant bound(long offset) {
    return START.plus(STEP.multipliedBy(offset - offset % REVERSED));
  }
}

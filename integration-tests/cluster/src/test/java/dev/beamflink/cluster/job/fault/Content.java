package dev.beamflink.cluster.job.fault;

import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * What the sources hold: numbers with timestamps, a pure function of split and offset. Reading from
 * an offset again gives the same again.
 */
public final class Content {
  public static final int SPLITS = 4;

  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  /** Event time from an offset to the next one. */
  private static final Duration STEP = Duration.millis(20);

  /** Timestamps are out of order by up to this much. */
  private static final int DISORDER_MILLIS = 200;

  /** Every so many elements of a split come late by {@link #LATENESS}, if late ones are wanted. */
  private static final int LATE_EVERY = 13;

  /** How late late elements are. */
  public static final Duration LATENESS = Duration.standardSeconds(15);

  private static final long NUMBERS_PER_SPLIT = 1_000_000_000;

  /** Returns the number at an offset of a split. No other has the same. */
  static long number(int split, long offset) {
    return split * NUMBERS_PER_SPLIT + offset;
  }

  static long offset(long number) {
    return number % NUMBERS_PER_SPLIT;
  }

  static Instant timestamp(int split, long offset, boolean withLate) {
    long disorder = number(split, offset) * 37 % DISORDER_MILLIS;
    Instant inTime = bound(offset).plus(Duration.millis(disorder));
    return withLate && offset % LATE_EVERY == LATE_EVERY - 1 ? inTime.minus(LATENESS) : inTime;
  }

  /** No element from this offset on is earlier, but for late ones. */
  static Instant bound(long offset) {
    return START.plus(STEP.multipliedBy(offset));
  }

  private Content() {}
}

package dev.beamflink.translation.runtime.stage;

import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.joda.time.Duration;
import org.joda.time.Instant;

/** How far before its input a DoFn may output ({@code DoFn.getAllowedTimestampSkew}). */
final class TimestampSkew {

  private final Duration allowed;

  private TimestampSkew(Duration allowed) {
    this.allowed = allowed;
  }

  /** The skew that a DoFn asks for. */
  @SuppressWarnings("deprecation") // deprecated for users, still to be respected
  static TimestampSkew allowedBy(DoFn<?, ?> doFn) {
    return new TimestampSkew(doFn.getAllowedTimestampSkew());
  }

  /** Any timestamp. */
  static TimestampSkew unlimited() {
    return new TimestampSkew(Duration.millis(Long.MAX_VALUE));
  }

  /**
   * Checks an output's timestamp against that of the element or timer being processed.
   *
   * @throws IllegalArgumentException when it is too early, or after the end of time
   */
  void check(Instant current, Instant output) {
    if (!isAllowed(current, output)) {
      throw new IllegalArgumentException(
          ("Cannot output with timestamp %s. Output timestamps must be no earlier than the"
                  + " timestamp of the current input or timer (%s) minus the allowed skew (%s) and"
                  + " no later than %s. See DoFn#getAllowedTimestampSkew() for changing the"
                  + " allowed skew.")
              .formatted(output, current, describe(), BoundedWindow.TIMESTAMP_MAX_VALUE));
    }
  }

  /** The same for the output timestamp of a timer. */
  void checkTimer(Instant current, Instant output) {
    if (!isAllowed(current, output)) {
      throw new IllegalArgumentException(
          ("Cannot output timer with output timestamp %s. Output timestamps must be no earlier"
                  + " than the timestamp of the current input or timer (%s) minus the allowed skew"
                  + " (%s) and no later than %s. See DoFn#getAllowedTimestampSkew() for changing"
                  + " the allowed skew.")
              .formatted(output, current, describe(), BoundedWindow.TIMESTAMP_MAX_VALUE));
    }
  }

  private boolean isAllowed(Instant current, Instant output) {
    return !output.isBefore(lowerBound(current))
        && !output.isAfter(BoundedWindow.TIMESTAMP_MAX_VALUE);
  }

  private Instant lowerBound(Instant current) {
    try {
      return current.minus(allowed);
    } catch (ArithmeticException overflow) {
      return BoundedWindow.TIMESTAMP_MIN_VALUE; // a skew without limit
    }
  }

  private String describe() {
    return allowed.getMillis() >= Integer.MAX_VALUE
        ? allowed.toString()
        : org.joda.time.format.PeriodFormat.getDefault().print(allowed.toPeriod());
  }
}

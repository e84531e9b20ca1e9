package dev.beamflink.translation.runtime.group;

import dev.beamflink.translation.runtime.group.trigger.TriggerMachine;
import dev.beamflink.translation.runtime.time.ExpiryTimes;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.WindowingStrategy;
import org.joda.time.Instant;

/** When groups of a window are to be looked at in event time. */
final class Schedule {

  private final ExpiryTimes expiries;
  private final boolean atEnd;

  Schedule(WindowingStrategy<?, ?> windowing, TriggerMachine trigger) {
    this.expiries = new ExpiryTimes(windowing.getAllowedLateness());
    this.atEnd = trigger.looksAtEndOfWindow();
  }

  /** When a window is over: its groups emit what they have left, and are forgotten. */
  Instant expiry(BoundedWindow window) {
    return expiries.of(window);
  }

  /** Whether groups are to be looked at at the end of the window, too. */
  boolean looksAtEnd(BoundedWindow window) {
    return atEnd && window.maxTimestamp().isBefore(expiry(window));
  }

  /** Whether the watermark has passed the end of the window. */
  boolean isBehindEnd(BoundedWindow window, Instant inputWatermark) {
    return inputWatermark.isAfter(window.maxTimestamp());
  }

  /** When they are to be looked at next, in milliseconds. */
  long nextDue(BoundedWindow window, Instant inputWatermark) {
    return looksAtEnd(window) && !isBehindEnd(window, inputWatermark)
        ? window.maxTimestamp().getMillis()
        : expiry(window).getMillis();
  }
}

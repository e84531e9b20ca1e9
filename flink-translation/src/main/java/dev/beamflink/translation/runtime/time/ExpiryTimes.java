package dev.beamflink.translation.runtime.time;

import org.apache.beam.runners.core.LateDataUtils;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When windows expire: at their end and the allowed lateness later, the global window with event
 * time itself. Remembers the window that was asked for last, as elements come in few windows at a
 * time. Task thread only.
 */
public final class ExpiryTimes {

  private final Duration allowedLateness;
  private @Nullable BoundedWindow lastWindow;
  private Instant lastExpiry = BoundedWindow.TIMESTAMP_MIN_VALUE;

  public ExpiryTimes(Duration allowedLateness) {
    this.allowedLateness = allowedLateness;
  }

  /** The last moment of the watermark at which an element of the window is not too late. */
  public Instant of(BoundedWindow window) {
    if (!window.equals(lastWindow)) {
      lastExpiry = LateDataUtils.garbageCollectionTime(window, allowedLateness);
      lastWindow = window;
    }
    return lastExpiry;
  }
}

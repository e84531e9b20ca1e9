package dev.beamflink.translation.runtime.keyed;

import org.apache.beam.sdk.transforms.windowing.PaneInfo.Timing;
import org.apache.beam.sdk.values.WindowedValue;

/**
 * In what order the elements of a key come in BATCH, where all of them are there at once: first
 * those that a stream would bring while event time stands still, then those that come when it has
 * reached the end of the window they were in.
 */
public final class PaneRank {

  /** Elements that no group has emitted, and early panes. */
  public static final byte BEFORE_END_OF_WINDOW = 0;

  /** On-time and late panes. */
  public static final byte AFTER_END_OF_WINDOW = 1;

  private PaneRank() {}

  static byte of(WindowedValue<?> element) {
    Timing timing = element.getPaneInfo().getTiming();
    return timing == Timing.ON_TIME || timing == Timing.LATE
        ? AFTER_END_OF_WINDOW
        : BEFORE_END_OF_WINDOW;
  }
}

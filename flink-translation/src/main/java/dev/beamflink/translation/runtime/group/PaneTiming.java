package dev.beamflink.translation.runtime.group;

import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.transforms.windowing.PaneInfo.Timing;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Counts the panes of a group and says whether they are early, on time or late: early ones until
 * the input watermark has passed the end of the window, one on time unless the output watermark has
 * passed it too, and late ones from then on.
 */
final class PaneTiming {

  private PaneTiming() {}

  /**
   * The pane that comes after another.
   *
   * @param last the one before; null for the first pane
   * @param end the end of the window
   * @param isLast whether there will be no other
   */
  static PaneInfo next(
      @Nullable PaneInfo last,
      Instant end,
      Instant inputWatermark,
      Instant outputWatermark,
      boolean isLast) {
    Timing timing = timing(last, end, inputWatermark, outputWatermark);
    if (last == null) {
      return PaneInfo.createPane(true, isLast, timing, 0, timing == Timing.EARLY ? -1 : 0);
    }
    return PaneInfo.createPane(
        false,
        isLast,
        timing,
        last.getIndex() + 1,
        timing == Timing.EARLY ? -1 : last.getNonSpeculativeIndex() + 1);
  }

  private static Timing timing(
      @Nullable PaneInfo last, Instant end, Instant inputWatermark, Instant outputWatermark) {
    boolean onlyEarlySoFar = last == null || last.getTiming() == Timing.EARLY;
    if (end.isBefore(outputWatermark) || !onlyEarlySoFar) {
      return Timing.LATE;
    }
    return inputWatermark.isAfter(end) ? Timing.ON_TIME : Timing.EARLY;
  }
}

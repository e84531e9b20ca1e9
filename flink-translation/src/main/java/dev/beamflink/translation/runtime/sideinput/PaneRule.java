package dev.beamflink.translation.runtime.sideinput;

import dev.beamflink.translation.runtime.time.BeamTime;
import org.apache.beam.runners.core.LateDataUtils;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.WindowingStrategy;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** When a side input has a content to read in a window. Chosen at translation. */
public enum PaneRule {

  /** BATCH: all side inputs are read to their end before the first element of the main input. */
  WHEN_READ {
    @Override
    boolean isReady(
        @Nullable WindowContent content,
        BoundedWindow window,
        WindowingStrategy<?, ?> windowing,
        long watermark) {
      return true;
    }
  },

  /**
   * STREAMING, windows that fire once, at their end: the one pane is complete when the side input's
   * watermark has passed the window's end.
   */
  AT_WINDOW_END {
    @Override
    boolean isReady(
        @Nullable WindowContent content,
        BoundedWindow window,
        WindowingStrategy<?, ?> windowing,
        long watermark) {
      return watermark >= BeamTime.toFlinkTimer(window.maxTimestamp());
    }
  },

  /**
   * STREAMING, windows that may fire otherwise: the newest complete pane counts. A window without
   * any is empty once the side input's watermark has passed the point by which it would have fired:
   * what the trigger guarantees, at the latest the window's end and the allowed lateness.
   */
  PER_FIRING {
    @Override
    boolean isReady(
        @Nullable WindowContent content,
        BoundedWindow window,
        WindowingStrategy<?, ?> windowing,
        long watermark) {
      return (content != null && content.hasPane())
          || watermark >= BeamTime.toFlinkTimer(guaranteedFiring(window, windowing));
    }
  };

  @SuppressWarnings("unchecked") // a window of the side input is one of its windowing
  private static Instant guaranteedFiring(BoundedWindow window, WindowingStrategy<?, ?> windowing) {
    Instant collected = LateDataUtils.garbageCollectionTime(window, windowing);
    Instant fired =
        ((WindowingStrategy<?, BoundedWindow>) windowing)
            .getTrigger()
            .getWatermarkThatGuaranteesFiring(window);
    return fired.isBefore(collected) ? fired : collected;
  }

  /**
   * Whether elements of the main input may read the window. Once true, it stays so.
   *
   * @param content what has come for the window, null for nothing
   * @param watermark the side input's, in Flink's terms
   */
  abstract boolean isReady(
      @Nullable WindowContent content,
      BoundedWindow window,
      WindowingStrategy<?, ?> windowing,
      long watermark);
}

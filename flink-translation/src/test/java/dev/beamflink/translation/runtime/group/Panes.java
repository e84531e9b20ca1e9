package dev.beamflink.translation.runtime.group;

import dev.beamflink.translation.testkit.WindowAssignment;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;
import org.apache.beam.sdk.values.WindowingStrategy;
import org.joda.time.Instant;

/** Makes what goes into a group, and writes down what comes out. */
final class Panes {

  private Panes() {}

  /** An element in the windows that the windowing assigns. */
  static WindowedValue<Object> element(
      WindowingStrategy<?, ?> windowing, Object value, long timestamp) {
    return WindowedValues.of(
        value,
        new Instant(timestamp),
        WindowAssignment.windows(windowing.getWindowFn(), value, timestamp),
        PaneInfo.NO_FIRING);
  }

  /** {@code key:value @timestamp [window) TIMING#index}, with {@code last} for a last pane. */
  static String text(WindowedValue<Object> pane) {
    KV<?, ?> pair = (KV<?, ?>) pane.getValue();
    BoundedWindow window = pane.getWindows().iterator().next();
    return "%s:%s @%s %s %s#%d%s"
        .formatted(
            pair.getKey(),
            pair.getValue(),
            WindowAssignment.text(pane.getTimestamp(), window),
            WindowAssignment.text(window),
            pane.getPaneInfo().getTiming(),
            pane.getPaneInfo().getIndex(),
            pane.getPaneInfo().isLast() ? " last" : "");
  }
}

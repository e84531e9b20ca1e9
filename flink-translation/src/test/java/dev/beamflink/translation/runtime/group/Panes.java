package dev.beamflink.translation.runtime.group;

import java.util.Collection;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.transforms.windowing.WindowFn;
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
        value, new Instant(timestamp), windows(windowing, value, timestamp), PaneInfo.NO_FIRING);
  }

  @SuppressWarnings("unchecked") // the window function takes every element
  private static Collection<? extends BoundedWindow> windows(
      WindowingStrategy<?, ?> windowing, Object element, long timestamp) {
    WindowFn<Object, BoundedWindow> fn =
        (WindowFn<Object, BoundedWindow>) (WindowFn<?, ?>) windowing.getWindowFn();
    try {
      return fn.assignWindows(
          fn.new AssignContext() {
            @Override
            public Object element() {
              return element;
            }

            @Override
            public Instant timestamp() {
              return new Instant(timestamp);
            }

            @Override
            public BoundedWindow window() {
              throw new UnsupportedOperationException();
            }
          });
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** {@code key:value @timestamp [window) TIMING#index}, with {@code last} for a last pane. */
  static String text(WindowedValue<Object> pane) {
    KV<?, ?> pair = (KV<?, ?>) pane.getValue();
    BoundedWindow window = pane.getWindows().iterator().next();
    String where =
        window instanceof IntervalWindow interval
            ? "[%d..%d)".formatted(interval.start().getMillis(), interval.end().getMillis())
            : "global";
    String when =
        pane.getTimestamp().equals(window.maxTimestamp())
            ? "end"
            : String.valueOf(pane.getTimestamp().getMillis());
    return "%s:%s @%s %s %s#%d%s"
        .formatted(
            pair.getKey(),
            pair.getValue(),
            when,
            where,
            pane.getPaneInfo().getTiming(),
            pane.getPaneInfo().getIndex(),
            pane.getPaneInfo().isLast() ? " last" : "");
  }
}

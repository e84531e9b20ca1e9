package dev.beamflink.translation.testkit;

import java.util.Collection;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.transforms.windowing.WindowFn;
import org.joda.time.Instant;

/** Puts elements of tests into windows, and writes windows down. */
public final class WindowAssignment {

  private WindowAssignment() {}

  /** The windows that a window function puts an element into. */
  @SuppressWarnings("unchecked") // the window function takes every element
  public static Collection<BoundedWindow> windows(
      WindowFn<?, ?> windowFn, Object element, long timestamp) {
    WindowFn<Object, BoundedWindow> fn =
        (WindowFn<Object, BoundedWindow>) (WindowFn<?, ?>) windowFn;
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

  /** {@code [start..end)}, or {@code global}. */
  public static String text(BoundedWindow window) {
    return window instanceof IntervalWindow interval
        ? "[%d..%d)".formatted(interval.start().getMillis(), interval.end().getMillis())
        : "global";
  }

  /** The milliseconds of a timestamp, or {@code end} for the last one of its window. */
  public static String text(Instant timestamp, BoundedWindow window) {
    return timestamp.equals(window.maxTimestamp()) ? "end" : String.valueOf(timestamp.getMillis());
  }
}

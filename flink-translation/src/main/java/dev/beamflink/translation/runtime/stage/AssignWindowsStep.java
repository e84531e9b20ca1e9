package dev.beamflink.translation.runtime.stage;

import java.util.Collection;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.WindowFn;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** {@code Window.into}: puts each element into the windows that its {@link WindowFn} gives. */
final class AssignWindowsStep implements Step {

  private final String transformName;
  private final WindowFn<Object, ?> windowFn;
  private final Receiver next;

  AssignWindowsStep(String transformName, WindowFn<Object, ?> windowFn, Receiver next) {
    this.transformName = transformName;
    this.windowFn = windowFn;
    this.next = next;
  }

  @Override
  public void receive(@Nullable Object value, WindowedValue<?> metadata) {
    for (BoundedWindow oldWindow : metadata.getWindows()) {
      Collection<? extends BoundedWindow> windows = assign(windowFn, value, metadata, oldWindow);
      if (windows.isEmpty()) {
        continue; // a WindowFn that gives no window drops the element
      }
      next.receive(
          value,
          WindowedValues.of(
              value,
              metadata.getTimestamp(),
              windows,
              metadata.getPaneInfo(),
              metadata.getRecordId(),
              metadata.getRecordOffset(),
              metadata.causedByDrain()));
    }
  }

  private <W extends BoundedWindow> Collection<W> assign(
      WindowFn<Object, W> fn,
      @Nullable Object value,
      WindowedValue<?> metadata,
      BoundedWindow oldWindow) {
    WindowFn<Object, W>.AssignContext context =
        fn.new AssignContext() {
          @Override
          @SuppressWarnings("NullAway") // elements may be null, as Beam allows
          public Object element() {
            return value;
          }

          @Override
          public Instant timestamp() {
            return metadata.getTimestamp();
          }

          @Override
          public BoundedWindow window() {
            return oldWindow;
          }
        };
    try {
      return fn.assignWindows(context);
    } catch (Exception e) {
      throw new TransformFailedException(transformName, "assignWindows of " + fn, e);
    }
  }
}

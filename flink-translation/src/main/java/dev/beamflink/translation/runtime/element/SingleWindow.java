package dev.beamflink.translation.runtime.element;

import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;
import org.jspecify.annotations.Nullable;

/** An element of several windows as it is in one of them; everything else stays as it is. */
public final class SingleWindow {

  private SingleWindow() {}

  /** The element in this window alone. */
  public static <T extends @Nullable Object> WindowedValue<T> of(
      WindowedValue<T> element, BoundedWindow window) {
    return of(element.getValue(), element, window);
  }

  /** A value in this window alone, with the other metadata of an element. */
  public static <T extends @Nullable Object> WindowedValue<T> of(
      T value, WindowedValue<?> metadata, BoundedWindow window) {
    return WindowedValues.of(
        value,
        metadata.getTimestamp(),
        window,
        metadata.getPaneInfo(),
        metadata.getRecordId(),
        metadata.getRecordOffset(),
        metadata.causedByDrain());
  }
}

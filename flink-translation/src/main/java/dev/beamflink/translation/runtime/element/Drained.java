package dev.beamflink.translation.runtime.element;

import org.apache.beam.sdk.values.CausedByDrain;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;

/** Marks elements that would be different ones, or not there, without a drain. */
public final class Drained {

  private Drained() {}

  /** The element as one that a drain has caused. */
  public static <T> WindowedValue<T> of(WindowedValue<T> element) {
    return WindowedValues.of(
        element.getValue(),
        element.getTimestamp(),
        element.getWindows(),
        element.getPaneInfo(),
        element.getRecordId(),
        element.getRecordOffset(),
        CausedByDrain.CAUSED_BY_DRAIN);
  }
}

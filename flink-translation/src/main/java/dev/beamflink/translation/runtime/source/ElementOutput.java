package dev.beamflink.translation.runtime.source;

import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.api.connector.source.ReaderOutput;

/**
 * Emits an element with its timestamp as Flink's, from which Flink tells how far a source lags
 * behind. Beam's minimum timestamp means "none" and would show as a lag of ages.
 */
final class ElementOutput {

  private static final long NO_TIMESTAMP = BoundedWindow.TIMESTAMP_MIN_VALUE.getMillis();

  private ElementOutput() {}

  static <T> void collect(WindowedValue<T> element, ReaderOutput<WindowedValue<T>> output) {
    long timestamp = element.getTimestamp().getMillis();
    if (timestamp == NO_TIMESTAMP) {
      output.collect(element);
    } else {
      output.collect(element, timestamp);
    }
  }
}

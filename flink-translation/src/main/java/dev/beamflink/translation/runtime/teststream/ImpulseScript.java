package dev.beamflink.translation.runtime.teststream;

import java.util.function.Consumer;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;
import org.apache.flink.streaming.api.operators.StreamingRuntimeContext;
import org.joda.time.Instant;

/** Impulse: its one element in the first step. */
public record ImpulseScript() implements RootScript {

  @Override
  public void play(
      long step, StreamingRuntimeContext runtime, Consumer<WindowedValue<Object>> elements) {
    if (step == TestSteps.FIRST) {
      elements.accept(WindowedValues.valueInGlobalWindow(new byte[0]));
    }
  }

  @Override
  public Instant watermarkAfter(long step) {
    return BoundedWindow.TIMESTAMP_MAX_VALUE;
  }
}

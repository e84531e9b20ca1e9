package dev.beamflink.translation.runtime.teststream;

import dev.beamflink.translation.runtime.source.WholeRead;
import java.util.function.Consumer;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.streaming.api.operators.StreamingRuntimeContext;
import org.joda.time.Instant;

/**
 * A bounded Read: all its elements in the first step. What is read beside a TestStream is small.
 */
public record ReadScript(WholeRead<Object> source) implements RootScript {

  @Override
  public void play(
      long step, StreamingRuntimeContext runtime, Consumer<WindowedValue<Object>> elements) {
    if (step == TestSteps.FIRST) {
      source.read(runtime, elements);
    }
  }

  @Override
  public Instant watermarkAfter(long step) {
    return BoundedWindow.TIMESTAMP_MAX_VALUE;
  }
}

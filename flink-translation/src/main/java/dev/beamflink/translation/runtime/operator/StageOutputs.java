package dev.beamflink.translation.runtime.operator;

import dev.beamflink.translation.runtime.stage.Receiver;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.streaming.api.operators.Output;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * The way out of a stage: output 0 is the operator's main output, the others are side outputs.
 * Reuses one stream record per output.
 */
final class StageOutputs {

  private final List<Receiver> receivers = new ArrayList<>();

  StageOutputs(
      Output<StreamRecord<WindowedValue<Object>>> output,
      List<OutputTag<WindowedValue<Object>>> sideOutputs) {
    receivers.add(mainOutput(output));
    for (OutputTag<WindowedValue<Object>> tag : sideOutputs) {
      receivers.add(sideOutput(output, tag));
    }
  }

  Receiver get(int index) {
    return receivers.get(index);
  }

  private static Receiver mainOutput(Output<StreamRecord<WindowedValue<Object>>> output) {
    StreamRecord<WindowedValue<Object>> record = new StreamRecord<>(null);
    return (value, metadata) -> output.collect(record.replace(element(value, metadata)));
  }

  private static Receiver sideOutput(
      Output<StreamRecord<WindowedValue<Object>>> output, OutputTag<WindowedValue<Object>> tag) {
    StreamRecord<WindowedValue<Object>> record = new StreamRecord<>(null);
    return (value, metadata) -> output.collect(tag, record.replace(element(value, metadata)));
  }

  /** The element itself where the stage has left it as it came, else a new one. */
  @SuppressWarnings({"unchecked", "ReferenceEquality"}) // identity says that nothing changed
  private static WindowedValue<Object> element(@Nullable Object value, WindowedValue<?> metadata) {
    WindowedValue<Object> element = (WindowedValue<Object>) metadata;
    return element.getValue() == value ? element : withValue(element, value);
  }

  @SuppressWarnings("NullAway") // elements may be null, as Beam allows
  private static WindowedValue<Object> withValue(
      WindowedValue<Object> element, @Nullable Object value) {
    return element.withValue(value);
  }
}

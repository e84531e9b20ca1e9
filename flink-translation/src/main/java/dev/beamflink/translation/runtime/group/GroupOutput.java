package dev.beamflink.translation.runtime.group;

import dev.beamflink.translation.runtime.keyed.CurrentKey;
import org.apache.beam.sdk.util.WindowedValueReceiver;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.streaming.api.operators.Output;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Emits panes, with the current key put in: the {@code ReduceFnRunner} that makes them serves all
 * keys and knows none. So a key is decoded for a pane that is emitted, not for an element.
 */
final class GroupOutput implements WindowedValueReceiver<KV<Object, Object>> {

  /** Stands for the key where runners-core wants one; never leaves this class. */
  static final Object NO_KEY = "the current key";

  private final Output<StreamRecord<WindowedValue<Object>>> output;
  private final CurrentKey key;
  private final StreamRecord<WindowedValue<Object>> record = new StreamRecord<>(null);

  GroupOutput(Output<StreamRecord<WindowedValue<Object>>> output, CurrentKey key) {
    this.output = output;
    this.key = key;
  }

  @Override
  public void output(WindowedValue<KV<Object, Object>> pane) {
    output.collect(record.replace(pane.withValue(KV.of(key.get(), pane.getValue().getValue()))));
  }
}

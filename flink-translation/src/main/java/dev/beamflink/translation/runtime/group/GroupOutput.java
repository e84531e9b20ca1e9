package dev.beamflink.translation.runtime.group;

import dev.beamflink.translation.runtime.keyed.CurrentKey;
import org.apache.beam.sdk.util.WindowedValueReceiver;
import org.apache.beam.sdk.values.CausedByDrain;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;
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
  private CausedByDrain cause = CausedByDrain.NORMAL;

  GroupOutput(Output<StreamRecord<WindowedValue<Object>>> output, CurrentKey key) {
    this.output = output;
    this.key = key;
  }

  /**
   * Says why the next panes are emitted: runners-core knows the drain of a timer, not that of an
   * element.
   */
  void causedBy(CausedByDrain newCause) {
    cause = newCause;
  }

  @Override
  @SuppressWarnings("NullAway") // keys may be null, as Beam allows
  public void output(WindowedValue<KV<Object, Object>> pane) {
    output.collect(
        record.replace(
            WindowedValues.of(
                KV.of(key.get(), pane.getValue().getValue()),
                pane.getTimestamp(),
                pane.getWindows(),
                pane.getPaneInfo(),
                null,
                null,
                cause == CausedByDrain.NORMAL ? pane.causedByDrain() : cause)));
  }
}

package dev.beamflink.translation.runtime.group;

import dev.beamflink.translation.runtime.keyed.CurrentKey;
import java.util.Collection;
import java.util.Collections;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.util.WindowedValueReceiver;
import org.apache.beam.sdk.values.CausedByDrain;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;
import org.apache.flink.streaming.api.operators.Output;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Emits panes, with the current key put in: what makes them knows no decoded key. So a key is
 * decoded for a pane that is emitted, not for an element.
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
  public void output(WindowedValue<KV<Object, Object>> pane) {
    emit(
        pane.getValue().getValue(),
        pane.getTimestamp(),
        pane.getWindows(),
        pane.getPaneInfo(),
        cause == CausedByDrain.NORMAL ? pane.causedByDrain() : cause);
  }

  /** Emits a pane of the current key. */
  void outputPane(
      @Nullable Object result,
      Instant timestamp,
      BoundedWindow window,
      PaneInfo pane,
      CausedByDrain causedByDrain) {
    emit(result, timestamp, Collections.singletonList(window), pane, causedByDrain);
  }

  @SuppressWarnings("NullAway") // keys and results may be null, as Beam allows
  private void emit(
      @Nullable Object result,
      Instant timestamp,
      Collection<? extends BoundedWindow> windows,
      PaneInfo pane,
      CausedByDrain causedByDrain) {
    output.collect(
        record.replace(
            WindowedValues.of(
                KV.of(key.get(), result), timestamp, windows, pane, null, null, causedByDrain)));
  }
}

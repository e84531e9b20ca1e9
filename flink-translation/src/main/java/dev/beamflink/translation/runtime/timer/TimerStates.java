package dev.beamflink.translation.runtime.timer;

import dev.beamflink.translation.runtime.format.SerializerDescription;
import dev.beamflink.translation.runtime.format.StateDescription;
import dev.beamflink.translation.runtime.format.StateDescription.Storage;
import dev.beamflink.translation.runtime.state.EncodedNamespaceSerializer;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;

/** Describes the timers of an operator in STREAMING. Used in the client. */
public final class TimerStates {

  private TimerStates() {}

  /** The state that says which timers are set; Flink's queues follow it. */
  public static StateDescription describe(Coder<? extends BoundedWindow> windowCoder) {
    return new StateDescription(
        TimerTable.NAME,
        "timers",
        "timers",
        Storage.KEYED_VALUE,
        SerializerDescription.of(
            new TimerNamespaceSerializer(EncodedNamespaceSerializer.of(windowCoder))),
        SerializerDescription.of(SetTimerSerializer.INSTANCE));
  }
}

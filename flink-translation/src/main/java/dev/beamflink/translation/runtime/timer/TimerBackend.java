package dev.beamflink.translation.runtime.timer;

import dev.beamflink.translation.runtime.element.EncodedKey;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.streaming.api.operators.InternalTimeServiceManager;
import org.apache.flink.streaming.api.operators.KeyContext;

/**
 * What a {@link StreamingTimerStore} needs of the operator that it serves.
 *
 * @param state keeps the set timers
 * @param services keeps Flink's queues of timers and drives them
 * @param keys the operator itself, whose current key the timers are set for
 */
public record TimerBackend(
    KeyedStateBackend<EncodedKey> state,
    InternalTimeServiceManager<EncodedKey> services,
    KeyContext keys) {

  /** Takes them as an {@code AbstractStreamOperator} has them, keyed by {@link EncodedKey}. */
  @SuppressWarnings("unchecked") // every keyed operator of ours is keyed by EncodedKey
  public static TimerBackend of(
      KeyedStateBackend<?> state, InternalTimeServiceManager<?> services, KeyContext keys) {
    return new TimerBackend(
        (KeyedStateBackend<EncodedKey>) state,
        (InternalTimeServiceManager<EncodedKey>) services,
        keys);
  }
}

package dev.beamflink.translation.runtime.timer;

import dev.beamflink.translation.runtime.element.EncodedKey;
import org.apache.beam.runners.core.TimerInternals.TimerData;

/**
 * Runs what a timer is for: user code, a trigger, the end of a window.
 *
 * <p>Called in the task thread by a {@link TimerStore}, with the timer's key as Flink's current
 * key. The timer is no longer set then and may be set again. A bundle must be opened where needed.
 */
public interface TimerHandler {

  /** Runs one timer. */
  void onTimer(TimerData timer) throws Exception;

  /**
   * Called after each processing-time timer of a {@link StreamingTimerStore} that the clock fires,
   * when its watermark hold is released and event-time timers that it made due have fired. No
   * callback of the operator surrounds such a timer, so this is where the operator updates its
   * output watermark.
   */
  default void afterProcessingTimeTimer() throws Exception {}

  /** Whether elements and timers take effect on timers later than they were processed. */
  default boolean takesEffectLate() {
    return false;
  }

  /** Whether something of this key has been processed that may take effect later. */
  default boolean mayTakeEffectOn(EncodedKey key) {
    return false;
  }

  /**
   * Called when timers of a key are about to be looked up. Elements and timers of this key must
   * have taken effect on its timers afterwards; the current key must be the same.
   *
   * @return whether there were any, of this key or others
   */
  default boolean awaitEffectsOn(EncodedKey key) {
    return false;
  }

  /**
   * The same for all keys.
   *
   * @return whether there were any
   */
  default boolean awaitEffects() {
    return false;
  }
}

package dev.beamflink.translation.runtime.timer;

import java.util.function.Predicate;
import org.apache.beam.runners.core.StateNamespace;
import org.apache.beam.runners.core.TimerInternals;
import org.apache.beam.sdk.state.TimeDomain;
import org.joda.time.Instant;

/**
 * The timers of a keyed operator, for the key that is Flink's current one.
 *
 * <p>A timer is identified by key, namespace, family, id and domain. Setting it again moves it,
 * firing removes it. Timers of a key fire in the order of their times, ties as {@link TimerRank}
 * says, also those that are set while others fire.
 *
 * <p>Synchronized processing time is this operator's processing time: an operator knows nothing of
 * the processing time of those before it, and Beam asks for no more than a clock that is not ahead
 * of processing time and never goes back.
 *
 * <p>Used in the task thread only.
 */
public interface TimerStore extends TimerInternals {

  /**
   * Fires the timers that were set for a time already passed. The operator calls this after each
   * element, with no handler running; it costs one comparison when there is none. Afterwards the
   * current key may be another.
   */
  void fireDue() throws Exception;

  /** Whether {@link #fireDue} has something to do. */
  boolean hasDue();

  /** Whether any key has a timer set in processing time. As cheap as reading a field. */
  boolean hasPendingProcessingTimeTimers();

  /**
   * Clears the processing-time timers of all keys whose namespace is over. Goes through all of
   * them, so it is for the end of event time. Afterwards the current key may be another.
   */
  void clearProcessingTimeTimers(Predicate<StateNamespace> over) throws Exception;

  @Override
  default Instant currentSynchronizedProcessingTime() {
    return currentProcessingTime();
  }

  /** {@inheritDoc} */
  @Deprecated
  @Override
  default void setTimer(TimerData timer) {
    setTimer(
        timer.getNamespace(),
        timer.getTimerId(),
        timer.getTimerFamilyId(),
        timer.getTimestamp(),
        timer.getOutputTimestamp(),
        timer.getDomain());
  }

  /** {@inheritDoc} */
  @Deprecated
  @Override
  default void deleteTimer(StateNamespace namespace, String timerId, String timerFamilyId) {
    for (TimeDomain domain : TimeDomain.values()) {
      deleteTimer(namespace, timerId, timerFamilyId, domain);
    }
  }

  /** {@inheritDoc} */
  @Deprecated
  @Override
  default void deleteTimer(TimerData timer) {
    deleteTimer(
        timer.getNamespace(), timer.getTimerId(), timer.getTimerFamilyId(), timer.getDomain());
  }
}

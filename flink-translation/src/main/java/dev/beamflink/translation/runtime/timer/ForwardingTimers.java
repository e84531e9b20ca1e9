package dev.beamflink.translation.runtime.timer;

import org.apache.beam.runners.core.StateNamespace;
import org.apache.beam.runners.core.TimerInternals;
import org.apache.beam.sdk.state.TimeDomain;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Timers that are those of something else but for what a subclass says. What Beam has deprecated
 * goes by way of what takes its place.
 */
public abstract class ForwardingTimers implements TimerInternals {

  private final TimerInternals timers;

  /** Timers in front of others. */
  protected ForwardingTimers(TimerInternals timers) {
    this.timers = timers;
  }

  /** Those that are behind. */
  protected final TimerInternals timers() {
    return timers;
  }

  /** {@inheritDoc} */
  @Deprecated
  @Override
  public final void setTimer(TimerData timer) {
    setTimer(
        timer.getNamespace(),
        timer.getTimerId(),
        timer.getTimerFamilyId(),
        timer.getTimestamp(),
        timer.getOutputTimestamp(),
        timer.getDomain());
  }

  @Override
  public final void deleteTimer(
      StateNamespace namespace, String timerId, String timerFamilyId, TimeDomain domain) {
    timers.deleteTimer(namespace, timerId, timerFamilyId, domain);
  }

  /** {@inheritDoc} */
  @Deprecated
  @Override
  public final void deleteTimer(StateNamespace namespace, String timerId, String timerFamilyId) {
    timers.deleteTimer(namespace, timerId, timerFamilyId);
  }

  /** {@inheritDoc} */
  @Deprecated
  @Override
  public final void deleteTimer(TimerData timer) {
    deleteTimer(
        timer.getNamespace(), timer.getTimerId(), timer.getTimerFamilyId(), timer.getDomain());
  }

  @Override
  public Instant currentProcessingTime() {
    return timers.currentProcessingTime();
  }

  @Override
  public @Nullable Instant currentSynchronizedProcessingTime() {
    return timers.currentSynchronizedProcessingTime();
  }

  @Override
  public final Instant currentInputWatermarkTime() {
    return timers.currentInputWatermarkTime();
  }

  @Override
  public final @Nullable Instant currentOutputWatermarkTime() {
    return timers.currentOutputWatermarkTime();
  }
}

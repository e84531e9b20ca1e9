package dev.beamflink.translation.runtime.timer;

import java.time.Clock;
import org.apache.beam.runners.core.StateNamespace;
import org.apache.beam.runners.core.TimerInternals;
import org.apache.beam.sdk.state.TimeDomain;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Timers that are set by the clock of another process, where this operator has a clock of its own:
 * that of a TestStream. An SDK harness adds a delay to its own time; what counts is the delay, from
 * this operator's time on.
 *
 * @param timers of the operator
 * @param sdkClock shows what time it is to the SDK
 */
public record SdkClockTimers(TimerStore timers, Clock sdkClock) implements TimerInternals {

  @Override
  public void setTimer(
      StateNamespace namespace,
      String timerId,
      String timerFamilyId,
      Instant target,
      Instant outputTimestamp,
      TimeDomain domain) {
    timers.setTimer(
        namespace,
        timerId,
        timerFamilyId,
        domain == TimeDomain.EVENT_TIME ? target : toOperatorTime(target),
        outputTimestamp,
        domain);
  }

  private Instant toOperatorTime(Instant sdkTime) {
    long delayMillis = Math.max(0, sdkTime.getMillis() - sdkClock.millis());
    return timers.currentProcessingTime().plus(Duration.millis(delayMillis));
  }

  @Override
  public void deleteTimer(
      StateNamespace namespace, String timerId, String timerFamilyId, TimeDomain domain) {
    timers.deleteTimer(namespace, timerId, timerFamilyId, domain);
  }

  @Override
  public Instant currentProcessingTime() {
    return timers.currentProcessingTime();
  }

  @Override
  public Instant currentSynchronizedProcessingTime() {
    return timers.currentSynchronizedProcessingTime();
  }

  @Override
  public Instant currentInputWatermarkTime() {
    return timers.currentInputWatermarkTime();
  }

  @Override
  public @Nullable Instant currentOutputWatermarkTime() {
    return timers.currentOutputWatermarkTime();
  }

  /** {@inheritDoc} */
  @Deprecated
  @Override
  public void setTimer(TimerData timer) {
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
  public void deleteTimer(StateNamespace namespace, String timerId, String timerFamilyId) {
    timers.deleteTimer(namespace, timerId, timerFamilyId);
  }

  /** {@inheritDoc} */
  @Deprecated
  @Override
  public void deleteTimer(TimerData timer) {
    timers.deleteTimer(timer);
  }
}

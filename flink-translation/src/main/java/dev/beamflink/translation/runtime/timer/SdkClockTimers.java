package dev.beamflink.translation.runtime.timer;

import java.time.Clock;
import org.apache.beam.runners.core.StateNamespace;
import org.apache.beam.sdk.state.TimeDomain;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * Timers that are set by the clock of another process, where this operator has a clock of its own:
 * that of a TestStream. An SDK harness adds a delay to its own time; what counts is the delay, from
 * this operator's time on.
 */
public final class SdkClockTimers extends ForwardingTimers {

  private final Clock sdkClock;

  /**
   * Timers of an operator for an SDK.
   *
   * @param timers of the operator
   * @param sdkClock shows what time it is to the SDK
   */
  public SdkClockTimers(TimerStore timers, Clock sdkClock) {
    super(timers);
    this.sdkClock = sdkClock;
  }

  @Override
  public void setTimer(
      StateNamespace namespace,
      String timerId,
      String timerFamilyId,
      Instant target,
      Instant outputTimestamp,
      TimeDomain domain) {
    timers()
        .setTimer(
            namespace,
            timerId,
            timerFamilyId,
            domain == TimeDomain.EVENT_TIME ? target : toOperatorTime(target),
            outputTimestamp,
            domain);
  }

  private Instant toOperatorTime(Instant sdkTime) {
    long delayMillis = Math.max(0, sdkTime.getMillis() - sdkClock.millis());
    return currentProcessingTime().plus(Duration.millis(delayMillis));
  }
}

package dev.beamflink.translation.runtime.group;

import dev.beamflink.translation.runtime.time.BeamTime;
import dev.beamflink.translation.runtime.timer.ForwardingTimers;
import org.apache.beam.runners.core.StateNamespace;
import org.apache.beam.runners.core.TimerInternals;
import org.apache.beam.sdk.state.TimeDomain;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The timers of a group as its triggers need them, in our own machines and in {@code
 * ReduceFnRunner}.
 *
 * <ul>
 *   <li>They have no output timestamp: it gives every timer its own time for one, also those in
 *       processing time, where that is no event time and must not hold the watermark. What a group
 *       may still emit is held by its hold states.
 *   <li>While a processing-time timer fires, processing time is past its time. A trigger asks the
 *       clock again and does not fire before; as its timer is gone by then it would not fire at
 *       all, if the clock were at that very millisecond or had been set back.
 *   <li>Synchronized processing time is {@value #LAG_MILLIS} ms behind, which is what an exchange
 *       may take. It is the clock of triggers behind other groups, and says that what those have
 *       emitted by then has arrived: the panes of all their subtasks become one pane here, and the
 *       watermark that came with them is not behind it.
 * </ul>
 */
final class TriggerTimers extends ForwardingTimers {

  /** Flink's default buffer timeout and half as much again. */
  private static final long LAG_MILLIS = 150;

  private static final Duration LAG = Duration.millis(LAG_MILLIS);

  private static final Instant NEVER = Instant.ofEpochMilli(Long.MIN_VALUE);

  private Instant earliestNow = NEVER;

  TriggerTimers(TimerInternals timers) {
    super(timers);
  }

  /** A timer is about to fire. */
  void firing(TimerData timer) {
    if (timer.getDomain() != TimeDomain.EVENT_TIME) {
      earliestNow = timer.getTimestamp().plus(Duration.millis(1)); // after the lag, if it has one
    }
  }

  /** The timer has fired. */
  void fired() {
    earliestNow = NEVER;
  }

  @Override
  public void setTimer(
      StateNamespace namespace,
      String timerId,
      String timerFamilyId,
      Instant target,
      Instant outputTimestamp,
      TimeDomain timeDomain) {
    Instant shifted =
        timeDomain == TimeDomain.SYNCHRONIZED_PROCESSING_TIME ? target.plus(LAG) : target;
    timers()
        .setTimer(
            namespace, timerId, timerFamilyId, shifted, BeamTime.NO_OUTPUT_TIMESTAMP, timeDomain);
  }

  @Override
  public Instant currentProcessingTime() {
    return later(timers().currentProcessingTime());
  }

  @Override
  public @Nullable Instant currentSynchronizedProcessingTime() {
    Instant now = timers().currentSynchronizedProcessingTime();
    return now == null ? null : later(now).minus(LAG);
  }

  private Instant later(Instant now) {
    return now.isBefore(earliestNow) ? earliestNow : now;
  }
}

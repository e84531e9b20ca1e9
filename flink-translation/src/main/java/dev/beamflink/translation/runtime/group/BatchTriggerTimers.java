package dev.beamflink.translation.runtime.group;

import dev.beamflink.translation.runtime.timer.ForwardingTimers;
import org.apache.beam.runners.core.StateNamespace;
import org.apache.beam.runners.core.StateNamespaces.WindowNamespace;
import org.apache.beam.runners.core.TimerInternals;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.joda.time.Instant;

/**
 * The timers of a group in BATCH, where the input is complete before the group sees any of it: what
 * its trigger does must not depend on how long the work takes.
 *
 * <ul>
 *   <li>Processing time stands still while elements come. It passes when a timer fires.
 *   <li>A window that ends before the end of time ends before processing time passes, as all of its
 *       elements are there: timers of its trigger in processing time are not set. So it has the
 *       pane at its end instead of an early one with all elements, and an empty one at its end that
 *       takes the early one's place where the last pane counts, as in a side input.
 *   <li>The end of time is never reached while processing time passes. So timers of the global
 *       window come first, as in a stream.
 * </ul>
 *
 * <p>Made when the operator opens; task thread only.
 */
final class BatchTriggerTimers extends ForwardingTimers {

  private static final Instant END_OF_TIME = GlobalWindow.INSTANCE.maxTimestamp();

  private final Instant now;

  BatchTriggerTimers(TimerInternals timers) {
    super(timers);
    this.now = timers.currentProcessingTime();
  }

  @Override
  public void setTimer(
      StateNamespace namespace,
      String timerId,
      String timerFamilyId,
      Instant target,
      Instant outputTimestamp,
      TimeDomain timeDomain) {
    if (timeDomain == TimeDomain.EVENT_TIME || !endsBeforeEndOfTime(namespace)) {
      timers().setTimer(namespace, timerId, timerFamilyId, target, outputTimestamp, timeDomain);
    }
  }

  private static boolean endsBeforeEndOfTime(StateNamespace namespace) {
    return namespace instanceof WindowNamespace<?> window
        && window.getWindow().maxTimestamp().isBefore(END_OF_TIME);
  }

  @Override
  public Instant currentProcessingTime() {
    return now;
  }

  @Override
  public Instant currentSynchronizedProcessingTime() {
    return now;
  }
}

package dev.beamflink.translation.runtime.operator;

import java.util.concurrent.ScheduledFuture;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;
import org.apache.flink.util.function.ThrowingRunnable;
import org.jspecify.annotations.Nullable;

/** One processing-time timer that can be moved forward. Task thread only. */
final class WakeUp {

  private final ProcessingTimeService clock;
  private final ThrowingRunnable<? extends Exception> action;
  private long setForMillis = Long.MAX_VALUE;
  private @Nullable ScheduledFuture<?> timer;

  WakeUp(ProcessingTimeService clock, ThrowingRunnable<? extends Exception> action) {
    this.clock = clock;
    this.action = action;
  }

  /** Makes the action run at this time or, if it is to run before, then. */
  void at(long millis) {
    if (millis < setForMillis) {
      if (timer != null) {
        timer.cancel(false);
      }
      setForMillis = millis;
      timer = clock.registerTimer(millis, this::ring);
    }
  }

  private void ring(long millis) throws Exception {
    if (millis == setForMillis) { // one that was cancelled may be on its way already
      setForMillis = Long.MAX_VALUE;
      timer = null;
      action.run();
    }
  }
}

package dev.beamflink.translation.runtime.timer;

import org.apache.flink.runtime.execution.CancelTaskException;
import org.apache.flink.streaming.api.operators.KeyContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fires the processing-time timers that are left when a job drains, in the order of their times.
 *
 * <p>What they set fires in further rounds, so that a buffer may be emptied in portions. A timer
 * that sets itself for ever would never let the job end: what is set after {@value #MAX_ROUNDS}
 * rounds is cleared, with a warning.
 */
final class TimerDrain {

  private static final Logger LOG = LoggerFactory.getLogger(TimerDrain.class);

  private static final int MAX_ROUNDS = 100;

  /** Fires a timer of the current key, whose entry is out of its queue. */
  @FunctionalInterface
  interface Firing {
    void fire(TimerNamespace namespace, SetTimer timer) throws Exception;
  }

  private TimerDrain() {}

  static void run(TimerTable timers, KeyContext keys, Firing firing) throws Exception {
    for (int round = 0; round < MAX_ROUNDS && timers.processingTimeTimers() > 0; round++) {
      for (TimerTable.KeyedTimer next : timers.processingTime(scope -> true)) {
        if (Thread.currentThread().isInterrupted()) {
          throw new CancelTaskException(); // no mail of the task gets its turn meanwhile
        }
        keys.setCurrentKey(next.key());
        if (timers.comesUp(next.namespace(), next.timer())) {
          firing.fire(next.namespace(), next.timer());
        }
      }
    }
    if (timers.processingTimeTimers() > 0) {
      LOG.warn(
          "{} processing-time timers are still set after the drain has fired what was set {} times;"
              + " they are dropped. Let a timer that sets itself end when a drain has caused it.",
          timers.processingTimeTimers(),
          MAX_ROUNDS);
      timers.deleteProcessingTime(scope -> true);
    }
  }
}

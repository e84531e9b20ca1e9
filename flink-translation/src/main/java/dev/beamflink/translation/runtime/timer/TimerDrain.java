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
 * rounds at one point of event time is cleared, with a warning.
 */
final class TimerDrain {

  private static final Logger LOG = LoggerFactory.getLogger(TimerDrain.class);

  private static final int MAX_ROUNDS = 100;

  private final TimerTable timers;
  private final KeyContext keys;
  private final Firing firing;
  private final TimerHandler handler;
  private long eventTime = Long.MIN_VALUE;
  private int rounds;

  /** Fires a timer of the current key, whose entry is out of its queue. */
  @FunctionalInterface
  interface Firing {
    void fire(TimerNamespace namespace, SetTimer timer) throws Exception;
  }

  TimerDrain(TimerTable timers, KeyContext keys, Firing firing, TimerHandler handler) {
    this.timers = timers;
    this.keys = keys;
    this.firing = firing;
    this.handler = handler;
  }

  /**
   * Fires what is set now.
   *
   * @param position where event time stands
   */
  void run(long position) throws Exception {
    if (position != eventTime) {
      eventTime = position;
      rounds = 0;
    }
    while (timers.processingTimeTimers() > 0) {
      if (rounds == MAX_ROUNDS) {
        drop();
        return;
      }
      rounds++;
      fireAll();
    }
  }

  private void fireAll() throws Exception {
    for (TimerTable.KeyedTimer next : timers.processingTime(scope -> true)) {
      if (Thread.currentThread().isInterrupted()) {
        throw new CancelTaskException(); // no mail of the task gets its turn meanwhile
      }
      keys.setCurrentKey(next.key());
      handler.awaitEffectsOn(next.key());
      if (timers.comesUp(next.namespace(), next.timer())) {
        firing.fire(next.namespace(), next.timer());
      }
    }
    handler.awaitEffects();
  }

  private void drop() throws Exception {
    LOG.warn(
        "{} processing-time timers are still set after the drain has fired what was set {} times;"
            + " they are dropped. Let a timer that sets itself end when a drain has caused it.",
        timers.processingTimeTimers(),
        MAX_ROUNDS);
    timers.deleteProcessingTime(scope -> true);
  }
}

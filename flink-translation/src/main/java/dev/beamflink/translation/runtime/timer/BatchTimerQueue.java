package dev.beamflink.translation.runtime.timer;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.apache.beam.runners.core.TimerInternals.TimerData;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The set timers of one key, in memory, in the order in which they fire: one queue for event time,
 * one for the two processing times.
 */
final class BatchTimerQueue {

  private final Map<BatchTimer.Key, BatchTimer> timers = new HashMap<>();
  private final NavigableSet<BatchTimer> eventTime = new TreeSet<>();
  private final NavigableSet<BatchTimer> processingTime = new TreeSet<>();
  private long nextSequence;

  void set(TimerData data, TimerRank rank) {
    BatchTimer timer = new BatchTimer(data, rank, nextSequence);
    @Nullable BatchTimer old = timers.get(timer.key());
    if (old != null) {
      queueOf(old).remove(old);
    }
    if (old != null && old.data().getTimestamp().equals(data.getTimestamp())) {
      timer = new BatchTimer(data, rank, old.sequence());
    } else {
      nextSequence++;
    }
    timers.put(timer.key(), timer);
    queueOf(timer).add(timer);
  }

  void delete(BatchTimer.Key key) {
    @Nullable BatchTimer timer = timers.remove(key);
    if (timer != null) {
      queueOf(timer).remove(timer);
    }
  }

  boolean hasEventTime() {
    return !eventTime.isEmpty();
  }

  boolean hasProcessingTime() {
    return !processingTime.isEmpty();
  }

  /** When the next event-time timer is due; not to be asked when there is none. */
  Instant nextEventTime() {
    return eventTime.first().data().getTimestamp();
  }

  /** Takes out the next event-time timer. */
  BatchTimer takeEventTime() {
    return take(eventTime.first());
  }

  /** Takes out the next processing-time timer. */
  BatchTimer takeProcessingTime() {
    return take(processingTime.first());
  }

  /** The next processing-time timer; not to be asked when there is none. */
  BatchTimer someProcessingTime() {
    return processingTime.first();
  }

  /** Takes out the next processing-time timer that was set before the sequence number; or null. */
  @Nullable BatchTimer takeProcessingTimeSetBefore(long sequence) {
    for (BatchTimer timer : processingTime) {
      if (timer.sequence() < sequence) {
        return take(timer);
      }
    }
    return null;
  }

  /** The sequence number of the timer that will be set next. */
  long nextSequence() {
    return nextSequence;
  }

  void clear() {
    timers.clear();
    eventTime.clear();
    processingTime.clear();
  }

  private BatchTimer take(BatchTimer timer) {
    queueOf(timer).remove(timer);
    timers.remove(timer.key());
    return timer;
  }

  private NavigableSet<BatchTimer> queueOf(BatchTimer timer) {
    return timer.isEventTime() ? eventTime : processingTime;
  }
}

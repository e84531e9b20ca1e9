package dev.beamflink.translation.runtime.timer;

import dev.beamflink.translation.runtime.time.BeamTime;
import org.apache.beam.runners.core.TimerInternals.TimerData;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The timers of one key in BATCH, in memory, and its time: says which of them is next.
 *
 * <p>While a key's elements are processed its watermark is at -inf. {@link #next} then moves it
 * from timer to timer to +inf, just past each; timers set meanwhile take their place.
 *
 * <p>Processing time needs an order relative to event time that real time does not give, as a
 * bounded input has its whole event time behind it at once. Between two moves of the watermark,
 * processing time runs on to each processing-time timer in turn, so these fire before their window
 * ends, as they would in a stream that lasts long enough. A timer that sets itself for ever would
 * never let the watermark move: timers set by processing-time timers since the watermark's last
 * move fire at most {@value #MAX_CHAINED} times, then wait for its next move.
 *
 * <p>Task thread only. What a timer did to others must have been done before the next one is asked
 * for.
 */
public final class KeyTimers {

  static final int MAX_CHAINED = 1_000;

  private final BatchTimerQueue timers = new BatchTimerQueue();
  private Instant inputWatermark = BoundedWindow.TIMESTAMP_MIN_VALUE;
  private long processingMillis = Long.MIN_VALUE;
  private boolean timePasses;
  private long firstChained;
  private int chained;
  private @Nullable Instant movedPast; // where timers fire that are due since the last move
  private boolean atEnd;

  void set(TimerData timer, TimerRank rank) {
    timers.set(timer, rank);
  }

  void delete(BatchTimer.Key timer) {
    timers.delete(timer);
  }

  Instant inputWatermark() {
    return inputWatermark;
  }

  /** To where processing time has run on; the least number if it has not. */
  long processingMillis() {
    return processingMillis;
  }

  /** Whether a timer is set in processing time. */
  public boolean hasProcessingTime() {
    return timers.hasProcessingTime();
  }

  /** Some processing-time timer that is set; not to be asked when there is none. */
  TimerData someOfProcessingTime() {
    return timers.someProcessingTime().data();
  }

  /** Processing time runs on, before event time moves. */
  public void letTimePass() {
    timePasses = true;
    firstChained = timers.nextSequence();
    chained = 0;
  }

  /** Takes out the next timer, of a key without more elements; null at the end of its time. */
  @Nullable TimerData next() {
    while (true) {
      TimerData timer = nextOfProcessingTime();
      if (timer == null) {
        timer = nextOfEventTime();
      }
      if (timer != null) {
        return timer;
      }
      if (!moveOn()) {
        return null;
      }
    }
  }

  /**
   * Takes out the next timer until which processing time passes; null if event time has to move.
   */
  @Nullable TimerData nextOfProcessingTime() {
    BatchTimer timer = timePasses ? takeProcessingTime() : null;
    if (timer == null) {
      timePasses = false;
      return null;
    }
    chained += timer.sequence() < firstChained ? 0 : 1;
    processingMillis = Math.max(processingMillis, timer.data().getTimestamp().getMillis() + 1);
    return timer.data();
  }

  private @Nullable BatchTimer takeProcessingTime() {
    if (chained >= MAX_CHAINED) {
      return timers.takeProcessingTimeSetBefore(firstChained);
    }
    return timers.hasProcessingTime() ? timers.takeProcessingTime() : null;
  }

  private @Nullable TimerData nextOfEventTime() {
    return movedPast != null && timers.hasEventTime() && !timers.nextEventTime().isAfter(movedPast)
        ? timers.takeEventTime().data()
        : null;
  }

  /** All is done where the watermark stands. Whether there is something further on. */
  private boolean moveOn() {
    if (movedPast != null) {
      movedPast = null;
      letTimePass();
    } else if (timers.hasEventTime()) {
      movedPast = timers.nextEventTime();
      Instant watermark = BeamTime.fromFlinkWatermark(BeamTime.toFlinkTimer(movedPast));
      inputWatermark = watermark.isAfter(inputWatermark) ? watermark : inputWatermark;
    } else if (!atEnd) {
      atEnd = true;
      inputWatermark = BoundedWindow.TIMESTAMP_MAX_VALUE;
      letTimePass();
    } else {
      return false;
    }
    return true;
  }

  /** Makes these the timers of another key, of which none is set. */
  void clear() {
    timers.clear();
    inputWatermark = BoundedWindow.TIMESTAMP_MIN_VALUE;
    processingMillis = Long.MIN_VALUE;
    timePasses = false;
    movedPast = null;
    atEnd = false;
  }
}

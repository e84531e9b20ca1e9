package dev.beamflink.translation.runtime.timer;

import dev.beamflink.translation.runtime.time.BeamTime;
import java.util.function.Predicate;
import org.apache.beam.runners.core.StateNamespace;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The timers of a keyed operator in BATCH, where elements come key by key: those of one key at a
 * time, in memory.
 *
 * <p>While a key's elements are processed its watermark is at -inf and nothing fires, unless {@link
 * #passProcessingTime} is called. {@link #finishKey} then moves the watermark from timer to timer
 * to +inf, just past each; timers set meanwhile take their place. Flink's own batch timers are no
 * help: they ignore timers that are set while a key closes.
 *
 * <p>Processing time needs an order relative to event time that real time does not give, as a
 * bounded input has its whole event time behind it at once. Between two moves of the watermark,
 * processing time runs on to each processing-time timer in turn, so these fire before their window
 * ends, as they would in a stream that lasts long enough. A timer that sets itself for ever would
 * never let the watermark move: timers set by processing-time timers since the watermark's last
 * move fire at most {@value #MAX_CHAINED} times, then wait for its next move. What is left when the
 * watermark is at +inf is dropped, with a warning; the state of every window is gone by then.
 *
 * <p>Made when the operator opens; used in the task thread only. Nothing of it is ever in a
 * checkpoint, as BATCH has none.
 */
public final class BatchTimerStore implements TimerStore {

  private static final Logger LOG = LoggerFactory.getLogger(BatchTimerStore.class);

  private static final int MAX_CHAINED = 1_000;

  private final TimerRanking ranking;
  private final TimerHandler handler;
  private final ProcessingTimeService clock;
  private final BatchTimerQueue timers = new BatchTimerQueue();

  private Instant inputWatermark = BoundedWindow.TIMESTAMP_MIN_VALUE;
  private long processingMillis = Long.MIN_VALUE;
  private boolean warned;

  public BatchTimerStore(TimerRanking ranking, TimerHandler handler, ProcessingTimeService clock) {
    this.ranking = ranking;
    this.handler = handler;
    this.clock = clock;
  }

  @Override
  public void setTimer(
      StateNamespace namespace,
      String timerId,
      String timerFamilyId,
      Instant target,
      Instant outputTimestamp,
      TimeDomain domain) {
    timers.set(
        TimerData.of(timerId, timerFamilyId, namespace, target, outputTimestamp, domain),
        ranking.rank(timerFamilyId, timerId));
  }

  @Override
  public void deleteTimer(
      StateNamespace namespace, String timerId, String timerFamilyId, TimeDomain domain) {
    timers.delete(new BatchTimer.Key(namespace, timerFamilyId, timerId, domain));
  }

  @Override
  public Instant currentProcessingTime() {
    return Instant.ofEpochMilli(Math.max(clock.getCurrentProcessingTime(), processingMillis));
  }

  @Override
  public Instant currentInputWatermarkTime() {
    return inputWatermark;
  }

  /** Unknown: in BATCH nothing downstream waits for a watermark. */
  @Override
  public @Nullable Instant currentOutputWatermarkTime() {
    return null;
  }

  /** No timer is due before the end of its key. */
  @Override
  public boolean hasDue() {
    return false;
  }

  /** Nothing to do: no timer is due before the end of its key. */
  @Override
  public void fireDue() {}

  @Override
  public boolean hasPendingProcessingTimeTimers() {
    return timers.hasProcessingTime();
  }

  /** Nothing to do: the end of a key clears what it has not fired. */
  @Override
  public void clearProcessingTimeTimers(Predicate<StateNamespace> over) {}

  /**
   * Fires the timers of the current key, which has no more elements. To be called while it still is
   * Flink's current key: from a {@code KeySelectionListener} of the keyed state backend, and at the
   * end of the input. Afterwards the store is as new.
   */
  public void finishKey() throws Exception {
    handler.awaitEffects();
    passProcessingTime();
    finishKeyAtOnce();
  }

  /**
   * As {@link #finishKey}, for a key whose last elements came when event time moved on: no
   * processing time passes before it does.
   */
  public void finishKeyAtOnce() throws Exception {
    handler.awaitEffects();
    fireEventTimes();
    inputWatermark = BoundedWindow.TIMESTAMP_MAX_VALUE;
    passProcessingTime();
    fireEventTimes();
    if (timers.hasProcessingTime()) {
      warnOfDropped(timers.takeProcessingTime().data());
    }
    timers.clear();
    inputWatermark = BoundedWindow.TIMESTAMP_MIN_VALUE;
    processingMillis = Long.MIN_VALUE;
  }

  private void fireEventTimes() throws Exception {
    while (timers.hasEventTime()) {
      fireEventTime(timers.nextEventTime());
      passProcessingTime();
    }
  }

  /** Moves the watermark past a time and fires what is due then. */
  private void fireEventTime(Instant time) throws Exception {
    Instant watermark = BeamTime.fromFlinkWatermark(BeamTime.toFlinkTimer(time));
    inputWatermark = watermark.isAfter(inputWatermark) ? watermark : inputWatermark;
    while (timers.hasEventTime() && !timers.nextEventTime().isAfter(time)) {
      fire(timers.takeEventTime());
    }
  }

  /** Lets processing time run on to each processing-time timer of the current key in turn. */
  public void passProcessingTime() throws Exception {
    long firstChained = timers.nextSequence();
    int chained = 0;
    while (timers.hasProcessingTime()) {
      BatchTimer timer =
          chained < MAX_CHAINED
              ? timers.takeProcessingTime()
              : timers.takeProcessingTimeSetBefore(firstChained);
      if (timer == null) {
        return;
      }
      chained += timer.sequence() < firstChained ? 0 : 1;
      processingMillis = Math.max(processingMillis, timer.data().getTimestamp().getMillis() + 1);
      fire(timer);
    }
  }

  private void fire(BatchTimer timer) throws Exception {
    handler.onTimer(timer.data());
    handler.awaitEffects();
  }

  private void warnOfDropped(TimerData timer) {
    if (!warned) {
      warned = true;
      LOG.warn(
          "Processing-time timer '{}' in {} set itself or others more than {} times after its key's"
              + " last element and was still set when the watermark reached its end; it and others"
              + " like it are dropped. Let such a timer end, for example when its window ends.",
          timer.getTimerId(),
          timer.getNamespace(),
          MAX_CHAINED);
    }
  }
}

package dev.beamflink.translation.runtime.timer;

import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.beam.runners.core.StateNamespace;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The timers of a keyed operator in BATCH, where elements come key by key: those of the key at
 * hand, in memory.
 *
 * <p>While a key's elements are processed nothing fires, unless {@link #passProcessingTime} is
 * called. {@link #finishKey} then fires what is set in the order of {@link KeyTimers}. Flink's own
 * batch timers are no help: they ignore timers that are set while a key closes.
 *
 * <p>What is left when the watermark is at +inf is dropped, with a warning; the state of every
 * window is gone by then.
 *
 * <p>Made when the operator opens; used in the task thread only. Nothing of it is ever in a
 * checkpoint, as BATCH has none.
 */
public final class BatchTimerStore implements TimerStore {

  private static final Logger LOG = LoggerFactory.getLogger(BatchTimerStore.class);

  private final TimerRanking ranking;
  private final TimerHandler handler;
  private final ProcessingTimeService clock;
  private final Supplier<KeyTimers> current;
  private final BooleanSupplier pending;
  private boolean warned;

  /** Timers of one key at a time. */
  public BatchTimerStore(TimerRanking ranking, TimerHandler handler, ProcessingTimeService clock) {
    this(ranking, handler, clock, new KeyTimers());
  }

  private BatchTimerStore(
      TimerRanking ranking, TimerHandler handler, ProcessingTimeService clock, KeyTimers only) {
    this(ranking, handler, clock, () -> only, only::hasProcessingTime);
  }

  /**
   * Timers of several keys.
   *
   * @param current answers those of the key at hand
   * @param pending answers whether any of them is in processing time
   */
  public BatchTimerStore(
      TimerRanking ranking,
      TimerHandler handler,
      ProcessingTimeService clock,
      Supplier<KeyTimers> current,
      BooleanSupplier pending) {
    this.ranking = ranking;
    this.handler = handler;
    this.clock = clock;
    this.current = current;
    this.pending = pending;
  }

  @Override
  public void setTimer(
      StateNamespace namespace,
      String timerId,
      String timerFamilyId,
      Instant target,
      Instant outputTimestamp,
      TimeDomain domain) {
    current
        .get()
        .set(
            TimerData.of(timerId, timerFamilyId, namespace, target, outputTimestamp, domain),
            ranking.rank(timerFamilyId, timerId));
  }

  @Override
  public void deleteTimer(
      StateNamespace namespace, String timerId, String timerFamilyId, TimeDomain domain) {
    current.get().delete(new BatchTimer.Key(namespace, timerFamilyId, timerId, domain));
  }

  @Override
  public Instant currentProcessingTime() {
    return Instant.ofEpochMilli(
        Math.max(clock.getCurrentProcessingTime(), current.get().processingMillis()));
  }

  @Override
  public Instant currentInputWatermarkTime() {
    return current.get().inputWatermark();
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
    return pending.getAsBoolean();
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
    current.get().letTimePass();
    finishKeyAtOnce();
  }

  /**
   * As {@link #finishKey}, for a key whose last elements came when event time moved on: no
   * processing time passes before it does.
   */
  public void finishKeyAtOnce() throws Exception {
    boolean fired;
    do {
      fired = fireNext();
    } while (fired);
    current.get().clear();
  }

  /**
   * Fires the next timer of the current key, which has no more elements.
   *
   * @return false if there is none, and the key has come to its end
   */
  public boolean fireNext() throws Exception {
    KeyTimers timers = current.get();
    TimerData next = timers.next();
    if (next != null) {
      handler.onTimer(next);
    } else if (timers.hasProcessingTime()) {
      warnOfDropped(timers.someOfProcessingTime());
    }
    return next != null;
  }

  /** Lets processing time run on to each processing-time timer of the current key in turn. */
  public void passProcessingTime() throws Exception {
    KeyTimers timers = current.get();
    timers.letTimePass();
    TimerData next = timers.nextOfProcessingTime();
    while (next != null) {
      handler.onTimer(next);
      next = timers.nextOfProcessingTime();
    }
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
          KeyTimers.MAX_CHAINED);
    }
  }
}

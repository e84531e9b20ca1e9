package dev.beamflink.translation.runtime.timer;

import dev.beamflink.translation.runtime.element.EncodedKey;
import dev.beamflink.translation.runtime.state.EncodedNamespace;
import dev.beamflink.translation.runtime.state.StateAccessException;
import dev.beamflink.translation.runtime.watermark.HoldTracker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.runtime.state.internal.InternalValueState;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.KeyContext;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.jspecify.annotations.Nullable;

/**
 * The set timers of a subtask: keyed state says what is set, Flink's queues when to look.
 *
 * <p>Invariant: a set timer has exactly one entry in a queue, at its {@code queuedMillis}, which is
 * never after its target. So moving a timer to a later time writes state only, and the entry moves
 * on when it comes up. Moving to an earlier time and clearing take the entry out of the queue
 * (O(log n)) instead of leaving it there to be ignored: an entry left behind would stay until its
 * time, for ever at the end of the global window. The one exception lasts no longer than a pass:
 * entries that Flink has handed over and that have not fired yet (see {@link DueTimers}) are out of
 * the queue already; {@link #due} tells whether they still count.
 *
 * <p>Also keeps what is derived from the set timers and is rebuilt when the operator opens:
 * watermark holds and the number of processing-time timers.
 */
final class TimerTable {

  /** Names the state and the queues; one table per operator. Part of the savepoint format. */
  static final String NAME = "beam-timers";

  private final InternalValueState<EncodedKey, TimerNamespace, SetTimer> state;
  private final InternalTimerService<TimerNamespace> queues;
  private final KeyContext keys;
  private final HoldTracker holds;

  private long nextSequence;
  private long processingTimeTimers;
  private long changes;
  private long latestRestoredMillis = Long.MIN_VALUE;

  @SuppressWarnings("unchecked") // every keyed state of Flink is an internal one
  TimerTable(
      TimerBackend backend,
      TimerNamespaceSerializer namespaces,
      HoldTracker holds,
      Triggerable<EncodedKey, TimerNamespace> target)
      throws Exception {
    this.state =
        (InternalValueState<EncodedKey, TimerNamespace, SetTimer>) open(backend, namespaces);
    this.queues =
        backend
            .services()
            .getInternalTimerService(NAME, backend.state().getKeySerializer(), namespaces, target);
    this.keys = backend.keys();
    this.holds = holds;
    queues.forEachEventTimeTimer(this::rebuild);
    queues.forEachProcessingTimeTimer(this::rebuild);
  }

  private static ValueState<SetTimer> open(
      TimerBackend backend, TimerNamespaceSerializer namespaces) {
    try {
      return backend
          .state()
          .getOrCreateKeyedState(
              namespaces, new ValueStateDescriptor<>(NAME, SetTimerSerializer.INSTANCE));
    } catch (Exception e) {
      throw new StateAccessException(
          "Timers cannot be restored. They were set in windows of another coder: "
              + e.getMessage()
              + " Restore with the windows they were set in, or rename the transform and start"
              + " without its state.",
          e);
    }
  }

  /** Takes over one restored entry of a queue; its key is the current one. */
  private void rebuild(TimerNamespace namespace, long queuedMillis) {
    SetTimer timer = get(namespace);
    if (timer == null || timer.queuedMillis() != queuedMillis) {
      throw new IllegalStateException(
          "The restored state has "
              + namespace
              + " queued for "
              + queuedMillis
              + " ms, but set as "
              + timer
              + ". Either the savepoint is damaged or this is a bug of the runner: please report"
              + " it.");
    }
    hold(namespace, timer);
    processingTimeTimers += namespace.isEventTime() ? 0 : 1;
    if (namespace.isEventTime()) {
      latestRestoredMillis = Math.max(latestRestoredMillis, timer.targetMillis());
    }
    nextSequence = Math.max(nextSequence, timer.sequence() + 1);
  }

  /** The latest time of the event-time timers that were restored; the least long if none were. */
  long latestRestoredMillis() {
    return latestRestoredMillis;
  }

  /** Sets a timer of the current key, or moves it. */
  void set(TimerNamespace namespace, long targetMillis, long outputMillis) {
    SetTimer old = get(namespace);
    if (old != null && old.targetMillis() == targetMillis && old.outputMillis() == outputMillis) {
      return;
    }
    changes++;
    if (old == null) {
      enqueue(namespace, targetMillis);
      put(namespace, new SetTimer(targetMillis, outputMillis, targetMillis, nextSequence++));
      processingTimeTimers += namespace.isEventTime() ? 0 : 1;
    } else {
      long queuedMillis = old.queuedMillis();
      if (targetMillis < queuedMillis) {
        dequeue(namespace, queuedMillis);
        enqueue(namespace, targetMillis);
        queuedMillis = targetMillis;
      }
      long sequence = old.targetMillis() == targetMillis ? old.sequence() : nextSequence++;
      put(namespace, new SetTimer(targetMillis, outputMillis, queuedMillis, sequence));
      release(namespace, old);
    }
  }

  /** Clears a timer of the current key, if it is set. */
  void delete(TimerNamespace namespace) {
    SetTimer timer = get(namespace);
    if (timer != null) {
      changes++;
      dequeue(namespace, timer.queuedMillis());
      unset(namespace);
      release(namespace, timer);
    }
  }

  /** Clears the processing-time timers of all keys whose scope is over; leaves any current key. */
  void deleteProcessingTime(Predicate<EncodedNamespace> over) throws Exception {
    for (KeyedTimer timer : processingTime(over)) {
      keys.setCurrentKey(timer.key());
      delete(timer.namespace());
    }
  }

  /** The processing-time timers of all keys whose scope fits, by time; leaves any current key. */
  List<KeyedTimer> processingTime(Predicate<EncodedNamespace> scopes) throws Exception {
    List<KeyedTimer> found = new ArrayList<>();
    queues.forEachProcessingTimeTimer(
        (namespace, queuedMillis) -> {
          SetTimer timer = scopes.test(namespace.scope()) ? get(namespace) : null;
          if (timer != null) {
            found.add(new KeyedTimer((EncodedKey) keys.getCurrentKey(), namespace, timer));
          }
        });
    found.sort(KeyedTimer.ORDER);
    return found;
  }

  /**
   * Takes the entry of a timer of the current key out of its queue, so that it can fire ahead of
   * its time; false if it is not set so any more.
   */
  boolean comesUp(TimerNamespace namespace, SetTimer timer) {
    if (!timer.equals(get(namespace))) {
      return false;
    }
    dequeue(namespace, timer.queuedMillis());
    return true;
  }

  /**
   * Decides about an entry that has come up, of the current key.
   *
   * @return the timer, if it is set for this time; null if it was moved to a later one, for which
   *     its entry is queued again, or is not set any more
   */
  @Nullable SetTimer due(TimerNamespace namespace, long queuedMillis) {
    SetTimer timer = get(namespace);
    if (timer == null || timer.queuedMillis() != queuedMillis) {
      return null;
    }
    if (timer.targetMillis() > queuedMillis) {
      enqueue(namespace, timer.targetMillis());
      update(namespace, timer.queuedAt(timer.targetMillis()));
      return null;
    }
    return timer;
  }

  /** Makes a due timer one that is not set, before it fires. Its hold stays. */
  void unset(TimerNamespace namespace) {
    state.setCurrentNamespace(namespace);
    state.clear();
    processingTimeTimers -= namespace.isEventTime() ? 0 : 1;
  }

  /** Takes back the hold of a timer, after it has fired. */
  void release(TimerNamespace namespace, SetTimer timer) {
    long holdMillis = timer.holdMillis(namespace.isEventTime());
    if (holdMillis != HoldTracker.NO_HOLD) {
      holds.remove(holdMillis);
    }
  }

  private void hold(TimerNamespace namespace, SetTimer timer) {
    long holdMillis = timer.holdMillis(namespace.isEventTime());
    if (holdMillis != HoldTracker.NO_HOLD) {
      holds.add(holdMillis);
    }
  }

  private void put(TimerNamespace namespace, SetTimer timer) {
    update(namespace, timer);
    hold(namespace, timer);
  }

  private @Nullable SetTimer get(TimerNamespace namespace) {
    state.setCurrentNamespace(namespace);
    try {
      return state.value();
    } catch (IOException e) {
      throw new UncheckedIOException("Could not read " + namespace + " from keyed state", e);
    }
  }

  private void update(TimerNamespace namespace, SetTimer timer) {
    state.setCurrentNamespace(namespace);
    try {
      state.update(timer);
    } catch (IOException e) {
      throw new UncheckedIOException("Could not write " + namespace + " to keyed state", e);
    }
  }

  private void enqueue(TimerNamespace namespace, long millis) {
    if (namespace.isEventTime()) {
      queues.registerEventTimeTimer(namespace, millis);
    } else {
      queues.registerProcessingTimeTimer(namespace, millis);
    }
  }

  private void dequeue(TimerNamespace namespace, long millis) {
    if (namespace.isEventTime()) {
      queues.deleteEventTimeTimer(namespace, millis);
    } else {
      queues.deleteProcessingTimeTimer(namespace, millis);
    }
  }

  long processingTimeTimers() {
    return processingTimeTimers;
  }

  long currentProcessingTimeMillis() {
    return queues.currentProcessingTime();
  }

  /** A set timer and its key. */
  record KeyedTimer(EncodedKey key, TimerNamespace namespace, SetTimer timer) {

    private static final Comparator<KeyedTimer> ORDER =
        Comparator.<KeyedTimer>comparingLong(entry -> entry.timer.targetMillis())
            .thenComparingLong(entry -> entry.timer.sequence());
  }

  /** Grows with every timer that is set, moved or cleared, but not by firing. */
  long changes() {
    return changes;
  }
}

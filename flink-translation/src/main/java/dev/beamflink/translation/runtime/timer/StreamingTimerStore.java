package dev.beamflink.translation.runtime.timer;

import dev.beamflink.translation.runtime.element.EncodedKey;
import dev.beamflink.translation.runtime.state.EncodedNamespaceSerializer;
import dev.beamflink.translation.runtime.state.NamespaceEncoder;
import dev.beamflink.translation.runtime.time.BeamTime;
import dev.beamflink.translation.runtime.watermark.HoldTracker;
import dev.beamflink.translation.runtime.watermark.OutputWatermark;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.beam.runners.core.StateNamespace;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.CausedByDrain;
import org.apache.flink.streaming.api.operators.InternalTimeServiceManager;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.KeyContext;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The timers of a keyed operator in STREAMING, in Flink's keyed state and timer queues.
 *
 * <p>Made when the operator opens, after its state is restored; restored timers take their
 * watermark holds again then, in the {@link HoldTracker} of the output watermark.
 *
 * <p>Event time moves in <i>passes</i>: {@link #advanceWatermark} fires everything due by the new
 * watermark, across keys by time, with timers set meanwhile. In a pass the input watermark that
 * user code sees moves from timer to timer, just past each, and reaches the new watermark at the
 * end. So what a chain of timers does depends on their times only, not on how far Flink's
 * watermarks happen to jump: a timer that sets itself a minute later, relative to the watermark,
 * fires every minute even when the watermark goes to the end of time at once. Any position of a
 * watermark that is not ahead of its promise is correct.
 *
 * <p>Processing-time timers fire by Flink's own callback, in the order of their times; ties are in
 * no order. They go on when the input watermark is at its end. While one fires, processing time is
 * past its time, even if the clock stands at that very millisecond or has been set back: triggers
 * ask the clock again, and a timer set relative to now must not be due at once.
 *
 * <p>A drain does not wait for the clock: {@link #drain} fires what is set in processing time, too.
 * All that fires from the last watermark of a drain on says that the drain has caused it.
 */
public final class StreamingTimerStore implements TimerStore {

  private final TimerTable timers;
  private final NamespaceEncoder scopes;
  private final RecentTimerNamespaces names = new RecentTimerNamespaces();
  private final TimerRanking ranking;
  private final TimerHandler handler;
  private final OutputWatermark outputWatermark;
  private final InternalTimeServiceManager<EncodedKey> services;
  private final KeyContext keys;
  private final DueTimers dueTimers = new DueTimers();

  /** Where event time stands, in Flink's terms: the input watermark, or a point of a pass. */
  private long position = Long.MIN_VALUE;

  private Instant inputWatermark = BeamTime.fromFlinkWatermark(position);
  private long earliestProcessingMillis = Long.MIN_VALUE;
  private CausedByDrain cause = CausedByDrain.NORMAL;
  private @Nullable TimerDrain draining; // while processing-time timers fire ahead of time
  private boolean passRunning;
  private boolean dueTimerSet;

  /**
   * @param windowCoder of the windows whose namespaces timers are set in
   * @param outputWatermark takes the holds of timers; the operator updates it
   * @throws Exception when the restored timers cannot be read
   */
  public StreamingTimerStore(
      TimerBackend backend,
      Coder<? extends BoundedWindow> windowCoder,
      TimerRanking ranking,
      TimerHandler handler,
      OutputWatermark outputWatermark)
      throws Exception {
    this.scopes = new NamespaceEncoder(windowCoder);
    this.ranking = ranking;
    this.handler = handler;
    this.outputWatermark = outputWatermark;
    this.services = backend.services();
    this.keys = backend.keys();
    this.timers =
        new TimerTable(
            backend,
            new TimerNamespaceSerializer(EncodedNamespaceSerializer.of(windowCoder)),
            outputWatermark.holds(),
            new QueueCallback());
  }

  @Override
  public void setTimer(
      StateNamespace namespace,
      String timerId,
      String timerFamilyId,
      Instant target,
      Instant outputTimestamp,
      TimeDomain domain) {
    long targetMillis = BeamTime.toFlinkTimer(target);
    timers.set(
        names.of(scopes.encode(namespace), domain, timerFamilyId, timerId),
        targetMillis,
        outputTimestamp.getMillis());
    dueTimerSet |= domain == TimeDomain.EVENT_TIME && targetMillis <= position;
  }

  @Override
  public void deleteTimer(
      StateNamespace namespace, String timerId, String timerFamilyId, TimeDomain domain) {
    timers.delete(names.of(scopes.encode(namespace), domain, timerFamilyId, timerId));
  }

  @Override
  public Instant currentProcessingTime() {
    return Instant.ofEpochMilli(
        Math.max(timers.currentProcessingTimeMillis(), earliestProcessingMillis));
  }

  @Override
  public Instant currentInputWatermarkTime() {
    return inputWatermark;
  }

  @Override
  public Instant currentOutputWatermarkTime() {
    return outputWatermark.current();
  }

  @Override
  public boolean hasPendingProcessingTimeTimers() {
    return timers.processingTimeTimers() > 0;
  }

  @Override
  public void clearProcessingTimeTimers(Predicate<StateNamespace> over) throws Exception {
    timers.deleteProcessingTime(scope -> over.test(scopes.decode(scope)));
  }

  /** The latest time of the event-time timers that were restored; the least long if none were. */
  public long latestRestoredMillis() {
    return timers.latestRestoredMillis();
  }

  /**
   * Says which input watermark comes next: whatever fires from now on, also on the way there, says
   * whether a drain has caused it.
   *
   * @param flinkWatermark the next input watermark, as Flink has it
   * @return what it will say
   */
  public CausedByDrain announce(long flinkWatermark) {
    if (isDrain(flinkWatermark)) {
      cause = CausedByDrain.CAUSED_BY_DRAIN;
    }
    return cause;
  }

  /**
   * Moves the input watermark and fires what is due by then. The operator forwards the watermark
   * afterwards, through its {@link OutputWatermark}.
   *
   * @param flinkWatermark the new input watermark, as Flink has it
   */
  public void advanceWatermark(long flinkWatermark) throws Exception {
    CausedByDrain unused = announce(flinkWatermark);
    if (flinkWatermark > position) {
      fireUntil(flinkWatermark);
      moveTo(flinkWatermark);
    }
  }

  /** Whether that input watermark would be the last one of a job that drains. */
  boolean isDrain(long flinkWatermark) {
    return outputWatermark.isDrain(flinkWatermark);
  }

  /**
   * Moves the input watermark to its end and fires the timers of all keys and both domains, as the
   * job ends and would lose them otherwise. At each point of event time those in processing time
   * come first, ahead of their time, so that they find their windows as they were when they were
   * set. Afterwards the current key may be another.
   */
  void drain() throws Exception {
    cause = CausedByDrain.CAUSED_BY_DRAIN;
    draining = new TimerDrain(timers, keys, this::fireAheadOfTime, handler);
    fireUntil(Long.MAX_VALUE);
    moveTo(Long.MAX_VALUE);
    draining = null;
    earliestProcessingMillis = Long.MIN_VALUE;
  }

  private void fireAheadOfTime(TimerNamespace namespace, SetTimer timer) throws Exception {
    earliestProcessingMillis = Math.max(earliestProcessingMillis, timer.targetMillis() + 1);
    fire(namespace, timer);
  }

  @Override
  public boolean hasDue() {
    return dueTimerSet && !passRunning;
  }

  @Override
  public void fireDue() throws Exception {
    if (hasDue()) {
      fireUntil(position);
    }
  }

  private void fireUntil(long flinkWatermark) throws Exception {
    Watermark watermark = new Watermark(flinkWatermark);
    passRunning = true;
    while (true) {
      if (draining != null) {
        draining.run(position);
      }
      boolean queueHasNoMore =
          services.tryAdvanceWatermark(watermark, dueTimers::earliestIsComplete);
      if (!dueTimers.isEmpty()) {
        fireEarliest();
      } else if (queueHasNoMore && !handler.awaitEffects()) {
        break;
      }
    }
    passRunning = false;
    dueTimerSet = false;
  }

  private void fireEarliest() throws Exception {
    long millis = dueTimers.earliestMillis();
    List<InternalTimer<EncodedKey, TimerNamespace>> entries = dueTimers.takeEarliest();
    if (awaitEffectsOn(entries)) {
      entries.forEach(dueTimers::add); // there may be earlier ones now
      return;
    }
    moveTo(millis);
    List<DueTimer> due = new ArrayList<>(entries.size());
    for (InternalTimer<EncodedKey, TimerNamespace> entry : entries) {
      keys.setCurrentKey(entry.getKey());
      SetTimer timer = timers.due(entry.getNamespace(), entry.getTimestamp());
      if (timer != null) {
        due.add(new DueTimer(entry, timer, rank(entry.getNamespace())));
      }
    }
    if (due.size() > 1) {
      due.sort(DueTimer.ORDER);
      removeDoubles(due);
    }
    fireInOrder(due);
  }

  /** Timers that were cleared and set again have two entries, which sorting brings together. */
  private static void removeDoubles(List<DueTimer> sorted) {
    Set<InternalTimer<EncodedKey, TimerNamespace>> seen = new HashSet<>();
    for (int i = 1; i < sorted.size(); i++) {
      if (DueTimer.ORDER.compare(sorted.get(i - 1), sorted.get(i)) == 0) {
        sorted.removeIf(timer -> !seen.add(timer.entry));
        return;
      }
    }
  }

  private boolean awaitEffectsOn(List<InternalTimer<EncodedKey, TimerNamespace>> entries) {
    boolean awaited = false;
    for (InternalTimer<EncodedKey, TimerNamespace> entry : entries) {
      awaited |= handler.awaitEffectsOn(entry.getKey());
    }
    return awaited;
  }

  /**
   * Fires timers of one time. One may move or clear others of its key, which are looked up again
   * then; and when it sets one that is due too, the others of its key wait for the next round, as
   * the new one may have to fire before them. Where effects are awaited they may be those of any
   * key.
   */
  private void fireInOrder(List<DueTimer> due) throws Exception {
    Set<EncodedKey> changed = new HashSet<>();
    Set<EncodedKey> waiting = new HashSet<>();
    boolean awaited = false;
    boolean allWait = false;
    for (DueTimer next : due) {
      EncodedKey key = next.entry.getKey();
      TimerNamespace namespace = next.entry.getNamespace();
      keys.setCurrentKey(key);
      dueTimerSet = false;
      awaited |= handler.awaitEffectsOn(key);
      allWait |= dueTimerSet;
      if (allWait || waiting.contains(key)) {
        dueTimers.add(next.entry);
        continue;
      }
      SetTimer timer =
          awaited || changed.contains(key)
              ? timers.due(namespace, next.entry.getTimestamp())
              : next.timer;
      if (timer != null) {
        long changes = timers.changes();
        dueTimerSet = false;
        fire(namespace, timer);
        if (timers.changes() != changes) {
          changed.add(key);
        }
        if (handler.takesEffectLate()) { // what has fired before may have done so now, of any key
          awaited |= timers.changes() != changes;
          allWait |= dueTimerSet;
        }
        if (dueTimerSet) {
          waiting.add(key);
        }
      }
    }
  }

  private void fire(TimerNamespace namespace, SetTimer timer) throws Exception {
    timers.unset(namespace);
    handler.onTimer(
        TimerData.of(
            namespace.timerId(),
            namespace.familyId(),
            scopes.decode(namespace.scope()),
            BeamTime.fromFlinkTimer(timer.targetMillis()),
            Instant.ofEpochMilli(timer.outputMillis()),
            namespace.domain(),
            cause));
    timers.release(namespace, timer);
  }

  private TimerRank rank(TimerNamespace namespace) {
    return ranking.rank(namespace.familyId(), namespace.timerId());
  }

  private void moveTo(long flinkWatermark) {
    if (flinkWatermark > position) {
      position = flinkWatermark;
      inputWatermark = BeamTime.fromFlinkWatermark(flinkWatermark);
    }
  }

  private record DueTimer(
      InternalTimer<EncodedKey, TimerNamespace> entry, SetTimer timer, TimerRank rank) {

    private static final Comparator<DueTimer> ORDER =
        (one, other) -> {
          int byRank = one.rank.compareTo(other.rank);
          return byRank != 0 ? byRank : Long.compare(one.timer.sequence(), other.timer.sequence());
        };
  }

  /** What Flink calls for each entry that comes up, with its key as the current one. */
  private final class QueueCallback implements Triggerable<EncodedKey, TimerNamespace> {

    @Override
    public void onEventTime(InternalTimer<EncodedKey, TimerNamespace> entry) {
      if (!passRunning) {
        throw new IllegalStateException(
            "Flink's event-time timers were advanced behind the timer store's back, which would"
                + " lose them. This is a bug of the runner: an operator with timers must not call"
                + " the processWatermark of its superclass. Please report it.");
      }
      dueTimers.add(entry);
    }

    @Override
    public void onProcessingTime(InternalTimer<EncodedKey, TimerNamespace> entry) throws Exception {
      handler.awaitEffectsOn(entry.getKey());
      SetTimer timer = timers.due(entry.getNamespace(), entry.getTimestamp());
      if (timer != null) {
        earliestProcessingMillis = timer.targetMillis() + 1;
        fire(entry.getNamespace(), timer);
        earliestProcessingMillis = Long.MIN_VALUE;
        fireDue();
        handler.afterProcessingTimeTimer();
      }
    }
  }
}

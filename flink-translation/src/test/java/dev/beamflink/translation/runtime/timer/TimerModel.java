package dev.beamflink.translation.runtime.timer;

import dev.beamflink.translation.runtime.timer.TimerOperator.Fired;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.beam.runners.core.StateNamespace;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the timers of all keys should do, as simply as it can be said: a list, searched from end to
 * end for each step.
 */
final class TimerModel implements TimerStore {

  private record Timer(String key, TimerData data, TimerRank rank, long sequence) {
    private boolean is(String key, StateNamespace namespace, String id, TimeDomain domain) {
      return key().equals(key)
          && data.getNamespace().equals(namespace)
          && data.getTimerId().equals(id)
          && data.getDomain() == domain;
    }

    private boolean isEventTime() {
      return data.getDomain() == TimeDomain.EVENT_TIME;
    }
  }

  private static final Comparator<Timer> ORDER =
      Comparator.comparing((Timer timer) -> timer.data.getTimestamp())
          .thenComparing(Timer::rank)
          .thenComparingLong(Timer::sequence);

  private final TimerRanking ranking;
  private final TimerOperator.OnTimer onTimer;
  private final List<Timer> timers = new ArrayList<>();
  private final List<Fired> fired = new ArrayList<>();
  private String currentKey = "";
  private Instant watermark = BoundedWindow.TIMESTAMP_MIN_VALUE;
  private Instant clock = new Instant(0);
  private Instant passedInProcessingTime = clock;
  private long nextSequence;

  TimerModel(TimerRanking ranking, TimerOperator.OnTimer onTimer) {
    this.ranking = ranking;
    this.onTimer = onTimer;
  }

  void act(String key, Consumer<TimerStore> action) {
    currentKey = key;
    action.accept(this);
    fireDue();
  }

  void watermark(Instant newWatermark) {
    fireUntil(newWatermark);
    watermark = newWatermark;
  }

  void processingTime(long millis) {
    clock = new Instant(millis);
    while (fireFirst(timer -> !timer.isEventTime() && !timer.data.getTimestamp().isAfter(clock))) {
      fireDue();
    }
  }

  @Override
  public void fireDue() {
    fireUntil(watermark);
  }

  /** What is due fires at once. */
  @Override
  public boolean hasDue() {
    return false;
  }

  private void fireUntil(Instant newWatermark) {
    while (fireFirst(
        timer -> timer.isEventTime() && timer.data.getTimestamp().isBefore(newWatermark))) {}
  }

  private boolean fireFirst(Predicate<Timer> isDue) {
    Optional<Timer> first = timers.stream().filter(isDue).min(ORDER);
    first.ifPresent(this::fire);
    return first.isPresent();
  }

  private void fire(Timer timer) {
    timers.remove(timer);
    Instant passed = timer.data.getTimestamp().plus(1);
    if (timer.isEventTime() && passed.isAfter(watermark)) {
      watermark = passed;
    }
    currentKey = timer.key;
    fired.add(new Fired(timer.key, timer.data, watermark.getMillis()));
    passedInProcessingTime = timer.isEventTime() ? clock : passed;
    onTimer.run(timer.key, timer.data, this);
    passedInProcessingTime = clock;
  }

  List<Fired> takeFired() {
    List<Fired> taken = List.copyOf(fired);
    fired.clear();
    return taken;
  }

  int size() {
    return timers.size();
  }

  /** The earliest timestamp that a timer may still emit at, before its own time. */
  Optional<Instant> hold() {
    return timers.stream()
        .filter(
            timer ->
                !timer.isEventTime()
                    || timer.data.getOutputTimestamp().isBefore(timer.data.getTimestamp()))
        .map(timer -> timer.data.getOutputTimestamp())
        .filter(output -> output.isBefore(BoundedWindow.TIMESTAMP_MAX_VALUE))
        .min(Comparator.naturalOrder());
  }

  @Override
  public boolean hasPendingProcessingTimeTimers() {
    return timers.stream().anyMatch(timer -> !timer.isEventTime());
  }

  @Override
  public void clearProcessingTimeTimers(Predicate<StateNamespace> over) {
    timers.removeIf(timer -> !timer.isEventTime() && over.test(timer.data.getNamespace()));
  }

  @Override
  public void setTimer(
      StateNamespace namespace,
      String timerId,
      String timerFamilyId,
      Instant target,
      Instant outputTimestamp,
      TimeDomain domain) {
    TimerData data =
        TimerData.of(timerId, timerFamilyId, namespace, target, outputTimestamp, domain);
    long sequence =
        timers.stream()
            .filter(timer -> timer.is(currentKey, namespace, timerId, domain))
            .filter(timer -> timer.data.getTimestamp().equals(target))
            .map(Timer::sequence)
            .findFirst()
            .orElseGet(() -> nextSequence++);
    deleteTimer(namespace, timerId, timerFamilyId, domain);
    timers.add(new Timer(currentKey, data, ranking.rank(timerFamilyId, timerId), sequence));
  }

  @Override
  public void deleteTimer(
      StateNamespace namespace, String timerId, String timerFamilyId, TimeDomain domain) {
    timers.removeIf(timer -> timer.is(currentKey, namespace, timerId, domain));
  }

  @Override
  public Instant currentProcessingTime() {
    return clock.isAfter(passedInProcessingTime) ? clock : passedInProcessingTime;
  }

  @Override
  public Instant currentInputWatermarkTime() {
    return watermark;
  }

  @Override
  public @Nullable Instant currentOutputWatermarkTime() {
    return null;
  }
}

package dev.beamflink.translation.runtime.operator;

import dev.beamflink.translation.runtime.element.EncodedKey;
import dev.beamflink.translation.runtime.element.SingleWindow;
import dev.beamflink.translation.runtime.keyed.CurrentKey;
import dev.beamflink.translation.runtime.teststream.TestTime;
import dev.beamflink.translation.runtime.timer.SdkClockTimers;
import dev.beamflink.translation.runtime.timer.TimerBackend;
import dev.beamflink.translation.runtime.timer.TimerDriver;
import dev.beamflink.translation.runtime.timer.TimerHandler;
import dev.beamflink.translation.runtime.watermark.HoldTracker;
import dev.beamflink.translation.runtime.watermark.OutputWatermark;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;
import org.apache.beam.runners.core.TimerInternals.TimerData;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.MetricName;
import org.apache.beam.sdk.metrics.MetricsContainer;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.runtime.event.WatermarkEvent;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;
import org.jspecify.annotations.Nullable;

/**
 * The keyed side of a stage whose root has state or timers: keys, state, timers, the end of windows
 * and the output watermark. Made when the operator opens and its state is restored; task thread
 * only.
 *
 * <p>Bundles end before the output watermark moves, so what {@code @FinishBundle} outputs is never
 * late because of the runner.
 */
final class KeyedStage implements TimerHandler {

  private static final String DROPPED_DUE_TO_LATENESS = "DroppedDueToLateness";

  private static final int MAX_ROUNDS = 100; // as many as when a job drains

  private final OperatorStage stage;
  private final Runnable quiet;
  private final StageKeys keys;
  private final CurrentKey key;
  private final OutputWatermark outputWatermark;
  private final ProcessingTimeService clock;
  private final TimerDriver timers;
  private final WakeUp afterTimers;
  private final WakeUp dueTimers;
  private final boolean takesEffectLate;

  /** Keys on whose state and timers the open bundle may take effect when it ends. */
  private final Set<EncodedKey> keysInBundle = new HashSet<>();

  /** What is to be done when it has. */
  private final List<Runnable> afterEffects = new ArrayList<>();

  private final KnownTimers knownTimers;
  private final WindowExpiry expiry;
  private final @Nullable TimeSortedInput sortedInput;
  private final Counter droppedDueToLateness;
  private boolean inputAtEnd;

  /**
   * @param emitter forwards a watermark, in Flink's terms
   * @param quiet is told when no element and no timer can come any more
   * @throws Exception when restored state or timers can't be read
   */
  KeyedStage(
      OperatorStage stage,
      KeyedStageSpec spec,
      TimerBackend backend,
      ProcessingTimeService clock,
      LongConsumer emitter,
      Runnable quiet)
      throws Exception {
    this.stage = stage;
    this.quiet = quiet;
    this.clock = clock;
    this.afterTimers = new WakeUp(clock, this::settle);
    this.dueTimers = new WakeUp(clock, this::fireDue);
    this.takesEffectLate = stage.executor().changesStateLate();
    this.outputWatermark = new OutputWatermark(new HoldTracker(), stage.newInputEnd(), emitter);
    this.keys =
        StageKeys.open(stage, spec, backend, clock, this, outputWatermark, this::processNow);
    this.key = keys.key();
    this.timers = keys.timers();
    this.sortedInput = keys.sortedInput();
    this.knownTimers =
        new KnownTimers(spec.transformName(), stage.executor().statefulRoot().timers());
    this.expiry =
        new WindowExpiry(
            stage.executor(),
            keys.state(),
            timers.store(),
            key::encoded,
            spec.windowCoder(),
            spec.allowedLateness(),
            this::whenTakenEffect);
    stage.afterBundle(this::afterBundle);
    stage.beforeSnapshot(keys.beforeSnapshot());
    stage
        .services()
        .setKeyed(
            key,
            keys.state(),
            takesEffectLate && TestTime.drives(clock)
                ? new SdkClockTimers(timers.store(), Clock.systemUTC())
                : timers.store(),
            keys.growth());
    MetricsContainer metrics = stage.services().metrics(spec.transformName());
    this.droppedDueToLateness =
        metrics.getCounter(MetricName.named(KeyedStage.class, DROPPED_DUE_TO_LATENESS));
  }

  private void afterBundle() {
    keysInBundle.clear();
    timers.bundleEnded();
    runAfterEffects();
    // An element may have cleared a timer that held the watermark.
    outputWatermark.update();
    if (takesEffectLate && timers.store().hasDue()) {
      dueTimers.at(clock.getCurrentProcessingTime());
    }
  }

  private void runAfterEffects() {
    List<Runnable> actions = List.copyOf(afterEffects);
    afterEffects.clear();
    actions.forEach(Runnable::run);
  }

  /** Runs something for the current key when the open bundle has taken effect on it. */
  private void whenTakenEffect(Runnable action) {
    if (takesEffectLate) {
      noteKey();
      EncodedKey of = key.encoded();
      afterEffects.add(() -> key.run(of, action));
    } else {
      action.run();
    }
  }

  /** An element of this key is next; called before Flink's current key changes. */
  void beforeElementOf(EncodedKey nextKey) throws Exception {
    timers.beforeElementOf(nextKey);
  }

  /** Processes an element whose key is the current one, in each of its windows that is not over. */
  void process(WindowedValue<Object> value) throws Exception {
    keys.input().elementIs(value);
    for (BoundedWindow window : value.getWindows()) {
      if (expiry.hasExpired(window)) {
        droppedDueToLateness.inc();
      } else {
        expiry.elementIn(window);
        inTurn(value.getWindows().size() == 1 ? value : SingleWindow.of(value, window));
      }
    }
    timers.store().fireDue();
  }

  private void inTurn(WindowedValue<Object> value) {
    if (sortedInput == null) {
      processNow(value);
    } else if (sortedInput.isTooLate(value)) {
      droppedDueToLateness.inc();
    } else {
      sortedInput.add(value);
    }
  }

  private void processNow(WindowedValue<Object> value) {
    noteKey();
    stage.process(key.get(), value);
  }

  private void noteKey() {
    if (takesEffectLate) {
      keysInBundle.add(key.encoded());
    }
  }

  /** Fires what the new input watermark makes due, then forwards what follows from it. */
  void advanceWatermark(long flinkWatermark) throws Exception {
    timers.advanceWatermark(flinkWatermark);
    stage.finishBundle();
    inputAtEnd = flinkWatermark == Long.MAX_VALUE;
    if (inputAtEnd) {
      timers.store().clearProcessingTimeTimers(expiry::isOver);
    }
    outputWatermark.inputWatermark(flinkWatermark);
    outputWatermark.update();
    reportIfQuiet();
  }

  /** All inputs have ended. A TestStream has let time pass for what was left before it ended. */
  void endInput() throws Exception {
    if (!TestTime.drives(clock)) {
      outputWatermark.drain();
      timers.endInput();
    }
    settle();
  }

  @Override
  public void onTimer(TimerData timer) {
    stage.ensureBundle();
    if (expiry.isExpiry(timer)) {
      expiry.expire(key.get(), timer);
      stage.timerDone();
    } else if (sortedInput != null && sortedInput.isTurn(timer)) {
      sortedInput.turn(timer);
    } else if (isInTime(timer) && knownTimers.has(timer)) {
      noteKey();
      stage.executor().fireTimer(key.get(), timer);
      stage.timerDone();
    }
  }

  @Override
  public boolean takesEffectLate() {
    return takesEffectLate;
  }

  @Override
  public boolean mayTakeEffectOn(EncodedKey of) {
    return keysInBundle.contains(of);
  }

  /** Only a bundle that has ended has done so for sure. */
  @Override
  public boolean awaitEffectsOn(EncodedKey of) {
    return mayTakeEffectOn(of) && awaitEffects();
  }

  @Override
  public boolean awaitEffects() {
    if (!takesEffectLate || !stage.isInBundle()) {
      return false;
    }
    stage.finishBundle();
    return true;
  }

  private void fireDue() throws Exception {
    timers.store().fireDue();
    settle();
  }

  private boolean isInTime(TimerData timer) {
    return timer.getDomain() == TimeDomain.EVENT_TIME || !expiry.isOver(timer.getNamespace());
  }

  /** Timers that are due together share a bundle: it ends when the clock has moved on. */
  @Override
  public void afterProcessingTimeTimer() {
    afterTimers.at(clock.getCurrentProcessingTime());
  }

  /**
   * A TestStream tells the time, or the end of a step: does all that can be done now. Timers that
   * an SDK harness sets come when a bundle ends, and may be for a time already passed; one that
   * sets itself for ever must not keep the step from ending.
   */
  void marker(WatermarkEvent marker) throws Exception {
    TestTime.arrived(marker, clock);
    settle();
    for (int round = 0; round < MAX_ROUNDS && timers.store().hasDue(); round++) {
      fireDue();
    }
  }

  /** Ends the bundle of timers that have fired; nothing more is due now. */
  void settle() {
    stage.finishBundle();
    outputWatermark.update();
    reportIfQuiet();
  }

  private void reportIfQuiet() {
    if (inputAtEnd
        && !timers.store().hasPendingProcessingTimeTimers()
        && !(takesEffectLate && timers.store().hasDue())) {
      quiet.run();
    }
  }
}

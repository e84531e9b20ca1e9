package dev.beamflink.translation.runtime.operator;

import dev.beamflink.translation.runtime.keyed.CurrentKey;
import dev.beamflink.translation.runtime.round.KeyRounds;
import dev.beamflink.translation.runtime.state.KeyedStateInternals;
import dev.beamflink.translation.runtime.timer.TimerBackend;
import dev.beamflink.translation.runtime.timer.TimerDriver;
import dev.beamflink.translation.runtime.timer.TimerHandler;
import dev.beamflink.translation.runtime.timer.TimerRanking;
import dev.beamflink.translation.runtime.timer.TimerStrategy;
import dev.beamflink.translation.runtime.watermark.OutputWatermark;
import java.io.IOException;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.apache.beam.runners.core.StateInternals;
import org.apache.beam.runners.core.StateTag;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a keyed stage, with their state and timers: in Flink's backend, or in rounds. Made
 * when the operator opens; task thread only.
 *
 * @param key the current one
 * @param state of the current key
 * @param timers of the current key
 * @param input is told of each element of the current key before it is processed
 * @param growth is told how many bytes more the current key takes
 * @param beforeSnapshot completes what a snapshot takes
 * @param sortedInput holds back elements; null where they need not be sorted here
 */
record StageKeys(
    CurrentKey key,
    StateInternals state,
    TimerDriver timers,
    InputListener input,
    LongConsumer growth,
    Runnable beforeSnapshot,
    @Nullable TimeSortedInput sortedInput) {

  private static final TimerRanking RANKING =
      (familyId, timerId) -> KeyedStageTimers.rank(familyId);

  /** Is told of elements. */
  @FunctionalInterface
  interface InputListener {
    void elementIs(WindowedValue<Object> element) throws IOException;
  }

  /**
   * Those of a stage.
   *
   * @param handler what timers are for
   * @param inTurn takes the current key's elements that were held back
   * @throws Exception when restored state or timers can't be read
   */
  static StageKeys open(
      OperatorStage stage,
      KeyedStageSpec spec,
      TimerBackend backend,
      ProcessingTimeService clock,
      TimerHandler handler,
      OutputWatermark outputWatermark,
      Consumer<WindowedValue<Object>> inTurn)
      throws Exception {
    return spec.timers() == TimerStrategy.BATCH && handler.takesEffectLate()
        ? inRounds(stage, spec, clock, handler)
        : inBackend(stage, spec, backend, clock, handler, outputWatermark, inTurn);
  }

  private static StageKeys inRounds(
      OperatorStage stage, KeyedStageSpec spec, ProcessingTimeService clock, TimerHandler handler) {
    KeyRounds rounds =
        new KeyRounds(stage.maxElementsOfBundle(), spec.valueCoder(), RANKING, handler, clock);
    return new StageKeys(
        new CurrentKey(rounds, spec.keyCoder(), spec.transformName()),
        rounds.state(),
        rounds,
        rounds::elementIs,
        rounds::grew,
        () -> {},
        null);
  }

  private static StageKeys inBackend(
      OperatorStage stage,
      KeyedStageSpec spec,
      TimerBackend backend,
      ProcessingTimeService clock,
      TimerHandler handler,
      OutputWatermark outputWatermark,
      Consumer<WindowedValue<Object>> inTurn)
      throws Exception {
    CurrentKey key = new CurrentKey(backend.keys(), spec.keyCoder(), spec.transformName());
    KeyedStateInternals state =
        new KeyedStateInternals(
            backend.state(),
            spec.transformName(),
            spec.windowCoder(),
            key::get,
            (previous, now) -> {
              throw new IllegalStateException(
                  "User state has a watermark hold, which it can't declare: a bug of the runner");
            },
            stage.keptValues());
    if (spec.timers() == TimerStrategy.STREAMING) {
      state.keepRecentValues();
    }
    for (StateTag<?> tag : stage.executor().statefulRoot().stateTags()) {
      state.register(tag);
    }
    TimerDriver timers =
        spec.timers().open(backend, clock, spec.windowCoder(), RANKING, handler, outputWatermark);
    return new StageKeys(
        key,
        state,
        timers,
        element -> {},
        bytes -> {},
        state::beforeSnapshot,
        TimeSortedInput.of(spec, state, timers.store(), inTurn));
  }
}

package dev.beamflink.translation.runtime.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.beam.runners.core.InMemoryStateInternals;
import org.apache.beam.runners.core.InMemoryTimerInternals;
import org.apache.beam.runners.core.NullSideInputReader;
import org.apache.beam.runners.core.ReduceFn;
import org.apache.beam.runners.core.ReduceFnRunner;
import org.apache.beam.runners.core.StateInternals;
import org.apache.beam.runners.core.SystemReduceFn;
import org.apache.beam.runners.core.TimerInternals.TimerData;
import org.apache.beam.runners.core.triggers.ExecutableTriggerStateMachine;
import org.apache.beam.runners.core.triggers.TriggerStateMachines;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.windowing.AfterPane;
import org.apache.beam.sdk.transforms.windowing.AfterProcessingTime;
import org.apache.beam.sdk.transforms.windowing.AfterWatermark;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.transforms.windowing.Sessions;
import org.apache.beam.sdk.transforms.windowing.TimestampCombiner;
import org.apache.beam.sdk.util.AppliedCombineFn;
import org.apache.beam.sdk.util.construction.TriggerTranslation;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;
import org.apache.beam.sdk.values.WindowingStrategy;
import org.apache.beam.sdk.values.WindowingStrategy.AccumulationMode;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * runners-core's grouping (merging windows, triggers, panes, holds) emits the same on our state as
 * on Beam's in-memory state.
 */
class ReduceFnRunnerStateTest {

  private static final Duration GAP = Duration.millis(10);

  private static final WindowingStrategy<Object, IntervalWindow> SESSIONS =
      WindowingStrategy.of(Sessions.withGapDuration(GAP))
          .withTrigger(
              AfterWatermark.pastEndOfWindow()
                  .withEarlyFirings(AfterPane.elementCountAtLeast(3))
                  .withLateFirings(
                      AfterProcessingTime.pastFirstElementInPane().plusDelayOf(Duration.millis(5))))
          .withMode(AccumulationMode.ACCUMULATING_FIRED_PANES)
          .withTimestampCombiner(TimestampCombiner.EARLIEST)
          .withAllowedLateness(Duration.millis(20));

  @TempDir Path directory;

  static Stream<Arguments> everyBackendAndReduceFn() {
    return Stream.of(TestBackend.Kind.values())
        .flatMap(
            kind ->
                Stream.of(
                    Arguments.of(kind, "buffering", buffering()),
                    Arguments.of(kind, "combining", combining())));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("everyBackendAndReduceFn")
  void emitsWhatItEmitsOnInMemoryState(
      TestBackend.Kind kind, String name, ReduceFn<String, Integer, Object, IntervalWindow> fn)
      throws Exception {
    long seed = Long.getLong("state.seed", new Random().nextLong());
    List<String> expected = run(seed, InMemoryStateInternals.forKey("key"), fn);
    TreeMap<Instant, Integer> holds = new TreeMap<>();
    List<String> ours;
    try (TestBackend backend = TestBackend.open(kind, directory)) {
      backend.get().setCurrentKey(KeyedStateInternalsTest.key(1));
      StateInternals state =
          new KeyedStateInternals(
              backend.get(),
              "Transform",
              IntervalWindow.getCoder(),
              () -> "key",
              (previous, now) -> {
                if (previous != null) {
                  holds.computeIfPresent(previous, (hold, count) -> count == 1 ? null : count - 1);
                }
                if (now != null) {
                  holds.merge(now, 1, Integer::sum);
                }
              },
              backend.keptValues());
      ours = run(seed, state, fn);
    }
    assertFalse(expected.isEmpty(), "seed " + seed);
    assertEquals(expected, ours, "seed " + seed);
    assertEquals(new TreeMap<>(), holds, "holds at the end, seed " + seed);
  }

  /** Elements and time in random steps, then all windows expire; answers what was emitted. */
  private static List<String> run(
      long seed, StateInternals state, ReduceFn<String, Integer, Object, IntervalWindow> fn)
      throws Exception {
    Random random = new Random(seed);
    List<String> emitted = new ArrayList<>();
    InMemoryTimerInternals timers = new InMemoryTimerInternals();
    timers.advanceProcessingTime(Instant.ofEpochMilli(0));
    timers.advanceSynchronizedProcessingTime(Instant.ofEpochMilli(0));
    long now = 0;
    for (int i = 0; i < 300; i++) {
      ReduceFnRunner<String, Integer, Object, IntervalWindow> runner =
          runner(state, timers, fn, emitted);
      if (random.nextInt(4) > 0) {
        Instant time = Instant.ofEpochMilli(Math.max(0, now + random.nextInt(40) - 15));
        IntervalWindow window = new IntervalWindow(time, GAP);
        runner.processElements(
            List.of(
                WindowedValues.of(random.nextInt(9), time, List.of(window), PaneInfo.NO_FIRING)));
        runner.persist();
      } else {
        now += random.nextInt(12);
        advance(timers, runner, Instant.ofEpochMilli(now));
      }
    }
    advance(timers, runner(state, timers, fn, emitted), Instant.ofEpochMilli(now + 10_000));
    return emitted;
  }

  private static void advance(
      InMemoryTimerInternals timers,
      ReduceFnRunner<String, Integer, Object, IntervalWindow> runner,
      Instant to)
      throws Exception {
    timers.advanceInputWatermark(to);
    timers.advanceProcessingTime(to);
    timers.advanceSynchronizedProcessingTime(to);
    while (true) {
      TimerData timer = timers.removeNextEventTimer();
      if (timer == null) {
        timer = timers.removeNextProcessingTimer();
      }
      if (timer == null) {
        timer = timers.removeNextSynchronizedProcessingTimer();
      }
      if (timer == null) {
        return;
      }
      runner.onTimers(List.of(timer));
      runner.persist();
    }
  }

  private static ReduceFnRunner<String, Integer, Object, IntervalWindow> runner(
      StateInternals state,
      InMemoryTimerInternals timers,
      ReduceFn<String, Integer, Object, IntervalWindow> fn,
      List<String> emitted) {
    return new ReduceFnRunner<>(
        "key",
        SESSIONS,
        ExecutableTriggerStateMachine.create(
            TriggerStateMachines.stateMachineForTrigger(
                TriggerTranslation.toProto(SESSIONS.getTrigger()))),
        state,
        timers,
        (WindowedValue<KV<String, Object>> output) ->
            emitted.add(
                text(output.getValue().getValue())
                    + " at "
                    + output.getTimestamp().getMillis()
                    + output.getWindows()
                    + output.getPaneInfo()),
        NullSideInputReader.empty(),
        fn,
        PipelineOptionsFactory.create());
  }

  private static String text(Object value) {
    if (value instanceof Iterable<?> values) {
      List<String> texts = new ArrayList<>();
      values.forEach(one -> texts.add(String.valueOf(one)));
      texts.sort(null); // merging windows mixes the order, which Beam does not promise
      return texts.toString();
    }
    return value.toString();
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // the output type is only printed
  private static ReduceFn<String, Integer, Object, IntervalWindow> buffering() {
    return (ReduceFn) SystemReduceFn.<String, Integer, IntervalWindow>buffering(VarIntCoder.of());
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // the output type is only printed
  private static ReduceFn<String, Integer, Object, IntervalWindow> combining() {
    return (ReduceFn)
        SystemReduceFn.<String, Integer, List<Integer>, String, IntervalWindow>combining(
            StringUtf8Coder.of(),
            AppliedCombineFn.withInputCoder(
                new StateScenario.Collect(),
                CoderRegistry.createDefault(),
                KvCoder.of(StringUtf8Coder.of(), VarIntCoder.of())));
  }
}

package dev.beamflink.translation.runtime.timer;

import static java.util.stream.Collectors.groupingBy;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.beamflink.translation.runtime.timer.TimerOperator.Fired;
import dev.beamflink.translation.testkit.Backend;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares the store with {@link TimerModel} over random elements, watermarks, clock steps and
 * restores at other parallelisms: what fires per key and in which order, holds, pending work.
 *
 * <p>Another seed: {@code -Dtimer.seed=N}.
 */
class StreamingTimerStoreRandomTest {

  private static final int STEPS = 150;

  static Stream<Arguments> runs() {
    long first = Long.getLong("timer.seed", 1);
    return Stream.of(Backend.values())
        .flatMap(
            backend ->
                IntStream.range(0, backend == Backend.HASH_MAP ? 60 : 3)
                    .mapToObj(run -> Arguments.of(backend, first + run)));
  }

  @ParameterizedTest
  @MethodSource("runs")
  void agreesWithTheModel(Backend backend, long seed) throws Exception {
    new Run(backend, seed, true).play();
  }

  /** Without processing time, a jump to the end of time equals any number of smaller steps. */
  @Test
  void oneWatermarkStepEqualsMany() throws Exception {
    for (long seed = 1; seed <= 20; seed++) {
      RandomTimerActions actions = new RandomTimerActions(seed, false);
      TimerModel small = model(seed, false);
      TimerModel big = model(seed, false);
      for (int element = 0; element < 10; element++) {
        Consumer<TimerStore> action = actions.element(seed * 100 + element, 0);
        small.act("k", action);
        big.act("k", action);
      }
      for (int watermark = 0; watermark < 400; watermark++) {
        small.watermark(new Instant(watermark));
      }
      small.watermark(BoundedWindow.TIMESTAMP_MAX_VALUE);
      big.watermark(BoundedWindow.TIMESTAMP_MAX_VALUE);
      assertEquals(small.takeFired(), big.takeFired(), "seed " + seed);
    }
  }

  private static TimerModel model(long seed, boolean withProcessingTime) {
    return new TimerModel(
        RandomTimerActions::rank, new RandomTimerActions(seed, withProcessingTime));
  }

  private static final class Run {

    private final Random random;
    private final RandomTimerActions actions;
    private final TimerModel model;
    private final TimerTester tester;
    private final String name;
    private long watermark;
    private long clock;

    private Run(Backend backend, long seed, boolean withProcessingTime) throws Exception {
      random = new Random(seed);
      actions = new RandomTimerActions(seed, withProcessingTime);
      model = model(seed, withProcessingTime);
      tester = new TimerTester(backend, factory());
      name = "seed " + seed;
      model.watermark(new Instant(watermark));
      tester.watermark(watermark);
    }

    private TimerOperator.Factory factory() {
      TimerOperator.Factory factory = new TimerOperator.Factory();
      factory.ranking = RandomTimerActions::rank;
      factory.onTimer = actions;
      return factory;
    }

    private void play() throws Exception {
      for (int step = 0; step < STEPS; step++) {
        step();
        check(name + ", step " + step);
      }
      finish();
    }

    private void step() throws Exception {
      switch (random.nextInt(20)) {
        case 0, 1, 2, 3 -> {
          watermark += 1 + random.nextInt(10);
          model.watermark(new Instant(watermark));
          tester.watermark(watermark);
        }
        case 4, 5 -> {
          clock += RandomTimerActions.CLOCK_STEP;
          model.processingTime(clock);
          tester.processingTime(clock);
        }
        case 6 -> {
          tester.restore(1 + random.nextInt(3));
          tester.watermark(watermark);
        }
        default -> {
          String key = "k" + random.nextInt(5);
          Consumer<TimerStore> action = actions.element(random.nextLong(), watermark);
          model.act(key, action);
          tester.act(key, action);
        }
      }
    }

    private void check(String where) {
      assertEquals(byKey(model.takeFired()), byKey(tester.takeFired()), where);
      assertEquals(model.size(), tester.queued(), where);
      assertEquals(
          model.hasPendingProcessingTimeTimers(), tester.hasPendingProcessingTimeTimers(), where);
      assertEquals(
          model.hold().map(Instant::getMillis).orElse(Long.MAX_VALUE),
          tester.earliestHoldMillis(),
          where);
    }

    private void finish() throws Exception {
      model.watermark(BoundedWindow.TIMESTAMP_MAX_VALUE);
      tester.endOfTime();
      check(name + ", end of input");
      while (model.hasPendingProcessingTimeTimers()) {
        clock += RandomTimerActions.CLOCK_STEP;
        model.processingTime(clock);
        tester.processingTime(clock);
        check(name + ", clock " + clock);
      }
      assertEquals(BoundedWindow.TIMESTAMP_MAX_VALUE, tester.outputWatermark(), name);
      tester.assertEmpty();
      tester.close();
    }

    private static Map<String, List<Fired>> byKey(List<Fired> fired) {
      return fired.stream().collect(groupingBy(Fired::key));
    }
  }
}

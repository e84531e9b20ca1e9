package dev.beamflink.translation.runtime.group;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.beamflink.translation.runtime.element.WindowedValueCoder;
import dev.beamflink.translation.runtime.group.BatchGroupTester.Element;
import dev.beamflink.translation.runtime.group.lift.BatchLiftedCombineOperatorFactory;
import dev.beamflink.translation.runtime.group.lift.LiftSpec;
import dev.beamflink.translation.runtime.keyed.KeyEncoder;
import dev.beamflink.translation.runtime.sort.EncodedPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.beam.sdk.coders.CannotProvideCoderException;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.Combine.CombineFn;
import org.apache.beam.sdk.transforms.Mean;
import org.apache.beam.sdk.transforms.Sum;
import org.apache.beam.sdk.transforms.Top;
import org.apache.beam.sdk.transforms.windowing.AfterWatermark;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.SlidingWindows;
import org.apache.beam.sdk.transforms.windowing.TimestampCombiner;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowingStrategy;
import org.apache.beam.sdk.values.WindowingStrategy.AccumulationMode;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.joda.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Combining ahead of the exchange in several subtasks and merging behind it, against combining
 * behind it only.
 */
class LiftedGroupTest {

  private static final int SUBTASKS = 3;

  enum Windows {
    GLOBAL(WindowingStrategy::globalDefault),
    FIXED(() -> WindowingStrategy.of(FixedWindows.of(Duration.millis(10)))),
    SLIDING(
        () ->
            WindowingStrategy.of(SlidingWindows.of(Duration.millis(10)).every(Duration.millis(3)))),
    EARLIEST(() -> FIXED.strategy().withTimestampCombiner(TimestampCombiner.EARLIEST)),
    LATEST(() -> SLIDING.strategy().withTimestampCombiner(TimestampCombiner.LATEST)),
    ACCUMULATING(
        () ->
            FIXED
                .strategy()
                .withTrigger(AfterWatermark.pastEndOfWindow())
                .withMode(AccumulationMode.ACCUMULATING_FIRED_PANES)
                .withAllowedLateness(Duration.millis(5))),
    DISCARDING(() -> ACCUMULATING.strategy().withMode(AccumulationMode.DISCARDING_FIRED_PANES));

    private final Supplier<WindowingStrategy<?, ?>> strategy;

    Windows(Supplier<WindowingStrategy<?, ?>> strategy) {
      this.strategy = strategy;
    }

    WindowingStrategy<?, ?> strategy() {
      return strategy.get();
    }
  }

  enum Fn {
    SUM(Sum.ofIntegers()),
    MEAN(Mean.<Integer>of()),
    TOP(Top.<Integer>largestFn(3));

    private final CombineFn<Integer, ?, ?> fn;

    Fn(CombineFn<Integer, ?, ?> fn) {
      this.fn = fn;
    }

    @SuppressWarnings("unchecked") // its types are objects
    CombineFn<Object, Object, Object> fn() {
      return (CombineFn<Object, Object, Object>) (CombineFn<?, ?, ?>) fn;
    }

    @SuppressWarnings("unchecked") // an accumulator is an object
    Coder<Object> accumulatorCoder() throws CannotProvideCoderException {
      return (Coder<Object>)
          fn.getAccumulatorCoder(CoderRegistry.createDefault(), VarIntCoder.of());
    }
  }

  static Stream<Arguments> cases() {
    return Stream.of(Windows.values())
        .flatMap(windows -> Stream.of(Fn.values()).map(fn -> Arguments.of(windows, fn)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void panesAreThoseOfCombiningBehindTheExchange(Windows windows, Fn fn) throws Exception {
    WindowingStrategy<?, ?> windowing = windows.strategy();
    List<Element> elements = elements(new Random(7));
    GroupSpec plain =
        Scenario.of(windowing, new Reduction.Combining(fn.fn(), fn.accumulatorCoder())).spec();
    GroupSpec merging =
        Scenario.of(windowing, new Reduction.Merging(fn.fn(), fn.accumulatorCoder())).spec();
    List<EncodedPair> pairs = new ArrayList<>();
    for (Element element : elements) {
      pairs.add(BatchGroupTester.pair(windowing, element));
    }
    List<EncodedPair> lifted = new ArrayList<>();
    for (int subtask = 0; subtask < SUBTASKS; subtask++) {
      lifted.addAll(lifted(windowing, fn, share(elements, subtask)));
    }
    assertEquals(
        texts(BatchGroupTester.panes(plain, pairs)),
        texts(BatchGroupTester.panes(merging, fn.accumulatorCoder(), lifted)));
  }

  private static List<Element> elements(Random random) {
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      String key = random.nextInt(3) == 0 ? "hot" : "key " + random.nextInt(10);
      elements.add(new Element(key, random.nextInt(1000), random.nextInt(40)));
    }
    return elements;
  }

  private static List<Element> share(List<Element> elements, int subtask) {
    List<Element> share = new ArrayList<>();
    for (int i = subtask; i < elements.size(); i += SUBTASKS) {
      share.add(elements.get(i));
    }
    return share;
  }

  /** What the part ahead of the exchange makes of elements. */
  private static List<EncodedPair> lifted(
      WindowingStrategy<?, ?> windowing, Fn fn, List<Element> elements) throws Exception {
    LiftSpec spec =
        new LiftSpec(
            new KeyEncoder("Test/Group", GroupTester.keyCoder()),
            fn.fn(),
            windowing.getTimestampCombiner(),
            WindowedValueCoder.of(fn.accumulatorCoder(), windowCoder(windowing)));
    try (OneInputStreamOperatorTestHarness<WindowedValue<Object>, EncodedPair> harness =
        new OneInputStreamOperatorTestHarness<>(new BatchLiftedCombineOperatorFactory(spec))) {
      harness.open();
      for (Element element : elements) {
        WindowedValue<Object> windowed =
            Panes.element(windowing, element.value(), element.timestamp());
        harness.processElement(
            new StreamRecord<>(windowed.withValue(KV.of(element.key(), element.value()))));
      }
      harness.endInput();
      return harness.extractOutputValues();
    }
  }

  @SuppressWarnings("unchecked") // a test's windows are those of its strategy
  private static Coder<BoundedWindow> windowCoder(WindowingStrategy<?, ?> windowing) {
    return (Coder<BoundedWindow>) windowing.getWindowFn().windowCoder();
  }

  private static List<String> texts(List<WindowedValue<Object>> panes) {
    return panes.stream().map(Panes::text).sorted().toList();
  }
}

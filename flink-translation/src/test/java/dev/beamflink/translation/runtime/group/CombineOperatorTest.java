package dev.beamflink.translation.runtime.group;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.beamflink.translation.testkit.Backend;
import dev.beamflink.translation.testkit.Interruption;
import java.util.List;
import java.util.stream.Stream;
import org.apache.beam.sdk.coders.CannotProvideCoderException;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.CombineFnBase.GlobalCombineFn;
import org.apache.beam.sdk.transforms.CombineWithContext.CombineFnWithContext;
import org.apache.beam.sdk.transforms.CombineWithContext.Context;
import org.apache.beam.sdk.transforms.Mean;
import org.apache.beam.sdk.transforms.windowing.AfterPane;
import org.apache.beam.sdk.transforms.windowing.AfterWatermark;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Sessions;
import org.apache.beam.sdk.transforms.windowing.SlidingWindows;
import org.apache.beam.sdk.values.CausedByDrain;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowingStrategy;
import org.apache.beam.sdk.values.WindowingStrategy.AccumulationMode;
import org.joda.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CombineOperatorTest {

  private static final WindowingStrategy<?, ?> TENS =
      WindowingStrategy.of(FixedWindows.of(Duration.millis(10)));

  static Stream<Arguments> onTheHeap() {
    return GroupByKeyOperatorTest.onTheHeap();
  }

  static Stream<Arguments> everywhere() {
    return GroupByKeyOperatorTest.everywhere();
  }

  @ParameterizedTest
  @MethodSource("onTheHeap")
  void windowFiresWhenTheWatermarkPassesItsEnd(Backend backend, Interruption interruption)
      throws Exception {
    combining(TENS, Mean.<Integer>of())
        .element("a", 1, 3)
        .element("b", 2, 4)
        .element("a", 4, 9)
        .watermark(10)
        .expect("a:2.5 @end [0..10) ON_TIME#0 last", "b:2.0 @end [0..10) ON_TIME#0 last")
        .run(backend, interruption);
  }

  @Test
  void drainMarksThePanesThatItFires() throws Exception {
    try (GroupTester tester =
        new GroupTester(Backend.HASH_MAP, combining(TENS, Mean.<Integer>of()).spec())) {
      tester.element("a", Panes.element(TENS, 1, 3));
      tester.element("a", Panes.element(TENS, 3, 4));
      tester.drain();
      List<WindowedValue<Object>> panes = tester.takePanes();
      assertEquals(
          List.of("a:2.0 @end [0..10) ON_TIME#0 last"), panes.stream().map(Panes::text).toList());
      assertEquals(CausedByDrain.CAUSED_BY_DRAIN, panes.get(0).causedByDrain());
    }
  }

  @ParameterizedTest
  @MethodSource("onTheHeap")
  void slidingWindowsCombineApart(Backend backend, Interruption interruption) throws Exception {
    combining(
            WindowingStrategy.of(SlidingWindows.of(Duration.millis(10)).every(Duration.millis(5))),
            Mean.<Integer>of())
        .element("a", 1, 3)
        .element("a", 3, 7)
        .watermark(20)
        .expect(
            "a:1.0 @end [-5..5) ON_TIME#0 last",
            "a:2.0 @end [0..10) ON_TIME#0 last",
            "a:3.0 @end [5..15) ON_TIME#0 last")
        .run(backend, interruption);
  }

  @ParameterizedTest
  @MethodSource("everywhere")
  void panesAccumulate(Backend backend, Interruption interruption) throws Exception {
    combining(early(AccumulationMode.ACCUMULATING_FIRED_PANES), Mean.<Integer>of())
        .element("a", 1, 3)
        .element("a", 3, 4)
        .expect("a:2.0 @end [0..10) EARLY#0")
        .element("a", 5, 5)
        .watermark(10)
        .expect("a:3.0 @end [0..10) ON_TIME#1 last")
        .run(backend, interruption);
  }

  @ParameterizedTest
  @MethodSource("onTheHeap")
  void firedPanesAreDiscarded(Backend backend, Interruption interruption) throws Exception {
    combining(early(AccumulationMode.DISCARDING_FIRED_PANES), Mean.<Integer>of())
        .element("a", 1, 3)
        .element("a", 3, 4)
        .expect("a:2.0 @end [0..10) EARLY#0")
        .element("a", 5, 5)
        .watermark(10)
        .expect("a:5.0 @end [0..10) ON_TIME#1 last")
        .run(backend, interruption);
  }

  @ParameterizedTest
  @MethodSource("onTheHeap")
  void sessionsMerge(Backend backend, Interruption interruption) throws Exception {
    combining(
            WindowingStrategy.of(Sessions.withGapDuration(Duration.millis(10))), Mean.<Integer>of())
        .element("a", 1, 0)
        .element("a", 3, 15)
        .element("a", 8, 8) // joins the two
        .watermark(25)
        .expect("a:4.0 @end [0..25) ON_TIME#0 last")
        .run(backend, interruption);
  }

  @ParameterizedTest
  @MethodSource("onTheHeap")
  void functionMayHaveAContext(Backend backend, Interruption interruption) throws Exception {
    combining(TENS, new MaxWithContext())
        .element("a", 1, 3)
        .element("a", 4, 4)
        .element("a", 2, 9)
        .watermark(10)
        .expect("a:4 @end [0..10) ON_TIME#0 last")
        .run(backend, interruption);
  }

  private static WindowingStrategy<?, ?> early(AccumulationMode mode) {
    return TENS.withTrigger(
            AfterWatermark.pastEndOfWindow().withEarlyFirings(AfterPane.elementCountAtLeast(2)))
        .withMode(mode)
        .withAllowedLateness(Duration.ZERO);
  }

  /** A combine of integers. */
  @SuppressWarnings("unchecked") // its types are objects
  private static Scenario combining(
      WindowingStrategy<?, ?> windowing, GlobalCombineFn<Integer, ?, ?> fn)
      throws CannotProvideCoderException {
    return Scenario.of(
        windowing,
        new Reduction.Combining(
            (GlobalCombineFn<Object, Object, Object>) (GlobalCombineFn<?, ?, ?>) fn,
            (Coder<Object>)
                fn.getAccumulatorCoder(CoderRegistry.createDefault(), VarIntCoder.of())));
  }

  private static final class MaxWithContext
      extends CombineFnWithContext<Integer, Integer, Integer> {

    private static final long serialVersionUID = 1L;

    @Override
    public Integer createAccumulator(Context c) {
      return Integer.MIN_VALUE;
    }

    @Override
    public Integer addInput(Integer accumulator, Integer input, Context c) {
      return Math.max(accumulator, input);
    }

    @Override
    public Integer mergeAccumulators(Iterable<Integer> accumulators, Context c) {
      int max = Integer.MIN_VALUE;
      for (int accumulator : accumulators) {
        max = Math.max(max, accumulator);
      }
      return max;
    }

    @Override
    public Integer extractOutput(Integer accumulator, Context c) {
      return accumulator;
    }

    @Override
    public Coder<Integer> getAccumulatorCoder(CoderRegistry registry, Coder<Integer> inputCoder) {
      return inputCoder;
    }
  }
}

package dev.beamflink.translation.translate;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.beam.sdk.transforms.CombineFnBase.GlobalCombineFn;
import org.apache.beam.sdk.transforms.CombineWithContext.CombineFnWithContext;
import org.apache.beam.sdk.transforms.CombineWithContext.Context;
import org.apache.beam.sdk.transforms.Sum;
import org.apache.beam.sdk.transforms.windowing.AfterAll;
import org.apache.beam.sdk.transforms.windowing.AfterEach;
import org.apache.beam.sdk.transforms.windowing.AfterFirst;
import org.apache.beam.sdk.transforms.windowing.AfterPane;
import org.apache.beam.sdk.transforms.windowing.AfterProcessingTime;
import org.apache.beam.sdk.transforms.windowing.AfterWatermark;
import org.apache.beam.sdk.transforms.windowing.Never;
import org.apache.beam.sdk.transforms.windowing.Repeatedly;
import org.apache.beam.sdk.transforms.windowing.ReshuffleTrigger;
import org.apache.beam.sdk.transforms.windowing.Sessions;
import org.apache.beam.sdk.transforms.windowing.SlidingWindows;
import org.apache.beam.sdk.transforms.windowing.TimestampCombiner;
import org.apache.beam.sdk.transforms.windowing.Trigger;
import org.apache.beam.sdk.values.WindowingStrategy;
import org.joda.time.Duration;
import org.junit.jupiter.api.Test;

class CombineLiftingTest {

  private static final boolean BATCH = true;
  private static final boolean STREAMING = false;
  private static final GlobalCombineFn<?, ?, ?> SUM = Sum.ofIntegers();

  @Test
  void defaultWindowingLifts() {
    assertTrue(CombineLifting.isPossible(SUM, WindowingStrategy.globalDefault(), BATCH));
  }

  @Test
  void slidingWindowsLift() {
    assertTrue(
        CombineLifting.isPossible(
            SUM, WindowingStrategy.of(SlidingWindows.of(Duration.standardMinutes(1))), BATCH));
  }

  @Test
  void mergingWindowsDoNotLift() {
    assertFalse(
        CombineLifting.isPossible(
            SUM,
            WindowingStrategy.of(Sessions.withGapDuration(Duration.standardMinutes(1))),
            BATCH));
  }

  @Test
  void endOfWindowLifts() {
    assertTrue(lifts(AfterWatermark.pastEndOfWindow()));
  }

  @Test
  void countingTriggerDoesNotLift() {
    assertFalse(lifts(Repeatedly.forever(AfterPane.elementCountAtLeast(10))));
  }

  @Test
  void countingLateFiringDoesNotLift() {
    assertFalse(
        lifts(AfterWatermark.pastEndOfWindow().withLateFirings(AfterPane.elementCountAtLeast(1))));
  }

  @Test
  void processingTimeTriggerDoesNotLift() {
    assertFalse(lifts(Repeatedly.forever(AfterProcessingTime.pastFirstElementInPane())));
  }

  @Test
  void compositesOfEndOfWindowLift() {
    assertTrue(
        lifts(
            AfterFirst.of(AfterWatermark.pastEndOfWindow(), AfterAll.of(Never.ever(), Never.ever()))
                .orFinally(Never.ever())));
    assertTrue(
        lifts(
            Repeatedly.forever(AfterEach.inOrder(AfterWatermark.pastEndOfWindow(), Never.ever()))));
  }

  @Test
  void compositeOfCountingTriggerDoesNotLift() {
    assertFalse(lifts(AfterEach.inOrder(Never.ever(), AfterPane.elementCountAtLeast(10))));
  }

  @Test
  void triggerThatFiresForEachElementDoesNotLift() {
    assertFalse(lifts(new ReshuffleTrigger<>()));
  }

  @Test
  void functionWithContextDoesNotLift() {
    assertFalse(
        CombineLifting.isPossible(new SumWithContext(), WindowingStrategy.globalDefault(), BATCH));
  }

  @Test
  void windowsThatAreMergedAlreadyLift() {
    WindowingStrategy<?, ?> sessions =
        WindowingStrategy.of(Sessions.withGapDuration(Duration.standardMinutes(1)))
            .withAlreadyMerged(true);
    assertTrue(CombineLifting.isPossible(SUM, sessions, BATCH));
  }

  /** One at another time would hold the watermark while it waits. */
  @Test
  void accumulatorsAtTheEndOfTheWindowLiftInStreaming() {
    WindowingStrategy<?, ?> windowing =
        WindowingStrategy.of(SlidingWindows.of(Duration.standardMinutes(1)));
    assertTrue(CombineLifting.isPossible(SUM, windowing, STREAMING));
    WindowingStrategy<?, ?> earliest = windowing.withTimestampCombiner(TimestampCombiner.EARLIEST);
    assertFalse(CombineLifting.isPossible(SUM, earliest, STREAMING));
    assertTrue(CombineLifting.isPossible(SUM, earliest, BATCH));
  }

  private static final class SumWithContext extends CombineFnWithContext<Integer, int[], Integer> {
    @Override
    public int[] createAccumulator(Context c) {
      return new int[1];
    }

    @Override
    public int[] addInput(int[] accumulator, Integer input, Context c) {
      accumulator[0] += input;
      return accumulator;
    }

    @Override
    public int[] mergeAccumulators(Iterable<int[]> accumulators, Context c) {
      int[] sum = new int[1];
      accumulators.forEach(accumulator -> sum[0] += accumulator[0]);
      return sum;
    }

    @Override
    public Integer extractOutput(int[] accumulator, Context c) {
      return accumulator[0];
    }
  }

  private static boolean lifts(Trigger trigger) {
    return CombineLifting.isPossible(
        SUM, WindowingStrategy.globalDefault().withTrigger(trigger), BATCH);
  }
}

package dev.beamflink.translation.runtime.operator;

import static dev.beamflink.translation.runtime.operator.SideInputStageTester.window;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.translation.testkit.StateNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.io.range.OffsetRange;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Impulse;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Redistribute;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.transforms.splittabledofn.ManualWatermarkEstimator;
import org.apache.beam.sdk.transforms.splittabledofn.RestrictionTracker;
import org.apache.beam.sdk.transforms.splittabledofn.WatermarkEstimators;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Splittable DoFns with side inputs in STREAMING: when restrictions start and what they hold. */
class SplittableSideInputStageOperatorTest {

  static final Window<Integer> WINDOWS = Window.into(FixedWindows.of(Duration.millis(10)));

  @Test
  void hasAllItsStatesWhenItOpens() throws Exception {
    try (SideInputStageTester tester = new SideInputStageTester(pipeline()).open()) {
      Set<String> states = StateNames.of(tester.snapshot());
      assertFalse(states.isEmpty());
      for (int element = 0; element < 60; element++) {
        tester.part(1, window(element), element);
        tester.restriction(element, 2);
      }
      tester.sideWatermark(1, 29);
      tester.watermark(20);
      assertEquals(states, StateNames.of(tester.snapshot()));
    }
  }

  @Test
  void restrictionStartsWhenTheSideInputIsReady() throws Exception {
    try (SideInputStageTester tester = new SideInputStageTester(pipeline()).open()) {
      tester.restriction(7, 1);
      tester.part(1, window(7), 1);
      tester.processingTime(1);
      assertEquals(List.of(), tester.output());
      tester.sideWatermark(1, 9);
      tester.processingTime(2);
      assertEquals(List.of("7/0 [1]"), tester.output());
    }
  }

  @Test
  void waitingElementAndItsRestrictionHoldTheWatermark() throws Exception {
    try (SideInputStageTester tester = new SideInputStageTester(pipeline()).open()) {
      tester.restriction(7, 2);
      tester.watermark(100);
      assertEquals(6, tester.outputWatermark());
      tester.sideWatermark(1, 9);
      assertEquals(6, tester.outputWatermark());
      tester.processingTime(1);
      assertEquals(7, tester.outputWatermark());
      tester.processingTime(101);
      assertEquals(100, tester.outputWatermark());
    }
  }

  @Test
  void isNotIdleWhileARestrictionIsPending() throws Exception {
    try (SideInputStageTester tester = new SideInputStageTester(pipeline()).open()) {
      tester.sideWatermark(1, 9);
      tester.restriction(7, 1);
      tester.idle(true);
      assertFalse(tester.isIdle());
      tester.processingTime(1);
      assertTrue(tester.isIdle());
    }
  }

  @Test
  void restoredRestrictionReadsWhatItReadBefore() throws Exception {
    OperatorSubtaskState state;
    try (SideInputStageTester tester = new SideInputStageTester(pipeline()).open()) {
      tester.part(1, window(7), 1);
      tester.sideWatermark(1, 9);
      tester.restriction(7, 2);
      tester.restriction(17, 1);
      tester.processingTime(1);
      assertEquals(List.of("7/0 [1]"), tester.output());
      tester.watermark(100);
      state = tester.snapshot();
    }
    try (SideInputStageTester tester =
        new SideInputStageTester(pipeline()).restore(state, 1, 1, 0)) {
      tester.processingTime(101);
      assertEquals(List.of("7/1 [1]"), tester.output());
      tester.sideWatermark(1, 19);
      tester.processingTime(102);
      assertEquals(List.of("17/0 []"), tester.output());
    }
  }

  /** Restrictions of 3 and 7 have begun, those of 14 and 17 wait for the side input. */
  @ParameterizedTest
  @CsvSource({"1, 2", "2, 1", "2, 3"})
  void rescalingLosesAndDoublesNothing(int before, int after) throws Exception {
    OperatorSubtaskState state = begun(before);
    List<Object> output = new ArrayList<>();
    long watermark = Long.MAX_VALUE;
    for (int subtask = 0; subtask < after; subtask++) {
      try (SideInputStageTester tester =
          new SideInputStageTester(pipeline(), after, subtask)
              .restore(state, before, after, subtask)) {
        tester.watermark(100);
        watermark = Math.min(watermark, tester.outputWatermark());
        tester.processingTime(101);
        tester.part(1, window(17), 2);
        tester.sideWatermark(1, 19);
        tester.processingTime(102);
        output.addAll(tester.output());
        assertEquals(100, tester.outputWatermark());
      }
    }
    assertEquals(3, watermark);
    output.sort(null);
    assertEquals(List.of("14/0 [2]", "17/0 [2]", "3/1 [1]", "7/1 [1]"), output);
  }

  private static OperatorSubtaskState begun(int parallelism) throws Exception {
    OperatorSubtaskState[] states = new OperatorSubtaskState[parallelism];
    List<Object> output = new ArrayList<>();
    for (int subtask = 0; subtask < parallelism; subtask++) {
      try (SideInputStageTester tester =
          new SideInputStageTester(pipeline(), parallelism, subtask).open()) {
        tester.part(1, window(7), 1);
        tester.sideWatermark(1, 9);
        if (subtask == 0) {
          tester.restriction(3, 2);
          tester.restriction(14, 1);
        }
        if (subtask == parallelism - 1) {
          tester.restriction(7, 2);
          tester.restriction(17, 1);
        }
        tester.processingTime(1);
        output.addAll(tester.output());
        states[subtask] = tester.snapshot();
      }
    }
    assertEquals(List.of("3/0 [1]", "7/0 [1]"), output);
    return AbstractStreamOperatorTestHarness.repackageState(states);
  }

  static Pipeline pipeline() {
    Pipeline pipeline = Pipeline.create();
    PCollectionView<Iterable<Integer>> view =
        numbers(pipeline, "Side").apply("View", View.asIterable());
    numbers(pipeline, "Main")
        .apply("Read", ParDo.of(new Reading(view)).withSideInputs(view))
        .apply(Redistribute.arbitrarily());
    return pipeline;
  }

  private static PCollection<Integer> numbers(Pipeline pipeline, String name) {
    return pipeline
        .apply(name + " impulse", Impulse.create())
        .apply(name, ParDo.of(new Numbers()))
        .setCoder(VarIntCoder.of())
        .apply(name + " windows", WINDOWS);
  }

  private static final class Numbers extends DoFn<byte[], Integer> {
    @ProcessElement
    public void process(OutputReceiver<Integer> out) {
      out.output(1);
    }
  }

  /** Reads the side input for every position, one every 100 ms; the watermark follows. */
  @DoFn.UnboundedPerElement
  private static final class Reading extends DoFn<Integer, String> {
    private final PCollectionView<Iterable<Integer>> view;

    Reading(PCollectionView<Iterable<Integer>> view) {
      this.view = view;
    }

    @GetInitialRestriction
    public OffsetRange all(@Element Integer element) {
      return new OffsetRange(0, element);
    }

    @GetInitialWatermarkEstimatorState
    public Instant start(@Timestamp Instant timestamp) {
      return timestamp;
    }

    @NewWatermarkEstimator
    public WatermarkEstimators.Manual estimator(@WatermarkEstimatorState Instant state) {
      return new WatermarkEstimators.Manual(state);
    }

    @ProcessElement
    public ProcessContinuation process(
        ProcessContext context,
        RestrictionTracker<OffsetRange, Long> tracker,
        ManualWatermarkEstimator<Instant> watermark) {
      long position = tracker.currentRestriction().getFrom();
      if (!tracker.tryClaim(position)) {
        return ProcessContinuation.stop();
      }
      context.output(context.element() + "/" + position + " " + context.sideInput(view));
      watermark.setWatermark(context.timestamp().plus(Duration.millis(position + 1)));
      return tracker.currentRestriction().getTo() == position + 1
          ? ProcessContinuation.stop()
          : ProcessContinuation.resume().withResumeDelay(Duration.millis(100));
    }
  }
}

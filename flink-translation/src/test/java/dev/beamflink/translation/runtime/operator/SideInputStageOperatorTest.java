package dev.beamflink.translation.runtime.operator;

import static dev.beamflink.translation.runtime.operator.SideInputStageTester.window;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.translation.runtime.time.BeamTime;
import dev.beamflink.translation.testkit.StateNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Impulse;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Redistribute;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.transforms.windowing.AfterPane;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Repeatedly;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.joda.time.Duration;
import org.junit.jupiter.api.Test;

/** Streaming side inputs: who waits for what, and what a checkpoint keeps of it. */
class SideInputStageOperatorTest {

  static final Window<Integer> WINDOWS = Window.into(FixedWindows.of(Duration.millis(10)));
  private static final Window<Integer> TRIGGERED =
      WINDOWS
          .triggering(Repeatedly.forever(AfterPane.elementCountAtLeast(1)))
          .withAllowedLateness(Duration.millis(5))
          .discardingFiredPanes();

  @Test
  void hasAllItsStatesWhenItOpens() throws Exception {
    try (SideInputStageTester tester = new SideInputStageTester(oneSideInput(WINDOWS)).open()) {
      Set<String> states = StateNames.of(tester.snapshot());
      assertFalse(states.isEmpty());
      for (int element = 0; element < 60; element++) {
        tester.part(1, window(element), element);
        tester.element(element);
      }
      tester.sideWatermark(1, 29);
      tester.watermark(20);
      assertEquals(states, StateNames.of(tester.snapshot()));
    }
  }

  @Test
  void elementWaitsForTheEndOfTheWindowOfItsSideInput() throws Exception {
    try (SideInputStageTester tester = new SideInputStageTester(oneSideInput(WINDOWS)).open()) {
      tester.element(7);
      tester.part(1, window(7), 1, 2);
      tester.part(1, window(7), 3);
      assertEquals(List.of(), tester.output());
      tester.sideWatermark(1, 8);
      assertEquals(List.of(), tester.output());
      tester.sideWatermark(1, 9);
      assertEquals(List.of("7 [1, 2, 3]"), tester.output());
      tester.element(8);
      assertEquals(List.of("8 [1, 2, 3]"), tester.output());
    }
  }

  @Test
  void waitingElementHoldsTheWatermarkAtItsTimestamp() throws Exception {
    try (SideInputStageTester tester = new SideInputStageTester(oneSideInput(WINDOWS)).open()) {
      tester.watermark(3);
      assertEquals(3, tester.outputWatermark());
      tester.element(7);
      tester.element(5);
      tester.watermark(100);
      assertEquals(4, tester.outputWatermark());
      tester.sideWatermark(1, 9);
      assertEquals(100, tester.outputWatermark());
    }
  }

  @Test
  void lastWatermarkTellsOfADrainAndOfNothingElse() throws Exception {
    try (SideInputStageTester tester = new SideInputStageTester(oneSideInput(WINDOWS)).open()) {
      tester.element(7);
      tester.watermark(Long.MAX_VALUE);
      tester.sideWatermark(1, Long.MAX_VALUE);
      assertEquals(List.of("7 [] NORMAL"), tester.causes());
      assertEquals(List.of(6L, Long.MAX_VALUE), tester.watermarks());
    }
    try (SideInputStageTester tester = new SideInputStageTester(oneSideInput(WINDOWS)).open()) {
      tester.element(7);
      tester.watermark(BeamTime.NATURAL_END);
      tester.watermark(Long.MAX_VALUE);
      tester.sideWatermark(1, Long.MAX_VALUE);
      assertEquals(List.of(6L, BeamTime.NATURAL_END, Long.MAX_VALUE), tester.watermarks());
    }
  }

  @Test
  void sideInputHoldsNothingElse() throws Exception {
    try (SideInputStageTester tester = new SideInputStageTester(oneSideInput(WINDOWS)).open()) {
      tester.part(1, window(7), 1);
      tester.watermark(100);
      assertEquals(100, tester.outputWatermark());
    }
  }

  @Test
  void windowWithoutElementsIsEmptyOnceItHasEnded() throws Exception {
    try (SideInputStageTester tester = new SideInputStageTester(oneSideInput(WINDOWS)).open()) {
      tester.element(7);
      tester.sideWatermark(1, Long.MAX_VALUE);
      assertEquals(List.of("7 []"), tester.output());
    }
  }

  @Test
  void lateBlockChangesNothing() throws Exception {
    try (SideInputStageTester tester = new SideInputStageTester(oneSideInput(WINDOWS)).open()) {
      tester.sideWatermark(1, 9);
      tester.part(1, window(7), 1);
      tester.element(7);
      assertEquals(List.of("7 []"), tester.output());
    }
  }

  @Test
  void eachWindowOfAnElementWaitsByItself() throws Exception {
    try (SideInputStageTester tester = new SideInputStageTester(oneSideInput(WINDOWS)).open()) {
      tester.part(1, window(7), 1);
      tester.part(1, window(17), 2);
      tester.element(7, List.of(window(7), window(17)));
      tester.sideWatermark(1, 9);
      assertEquals(List.of("7 [1]"), tester.output());
      tester.watermark(20);
      assertEquals(6, tester.outputWatermark());
      tester.sideWatermark(1, 19);
      assertEquals(List.of("7 [2]"), tester.output());
      assertEquals(20, tester.outputWatermark());
    }
  }

  @Test
  void elementWaitsForAllSideInputs() throws Exception {
    try (SideInputStageTester tester = new SideInputStageTester(twoSideInputs()).open()) {
      tester.element(7);
      tester.part(1, window(7), 1);
      tester.part(2, window(7), 2);
      tester.sideWatermark(2, 9);
      assertEquals(List.of(), tester.output());
      tester.sideWatermark(1, 9);
      assertEquals(List.of("7 [1] [2]"), tester.output());
    }
  }

  @Test
  void newerPaneTakesThePlaceOfTheOlder() throws Exception {
    try (SideInputStageTester tester = new SideInputStageTester(oneSideInput(TRIGGERED)).open()) {
      tester.element(7);
      tester.pane(1, window(7), 1);
      assertEquals(List.of("7 [1]"), tester.output());
      tester.pane(1, window(7), 2);
      tester.element(8);
      assertEquals(List.of("8 [2]"), tester.output());
    }
  }

  @Test
  void triggeredWindowWithoutPaneIsEmptyAfterTheAllowedLateness() throws Exception {
    try (SideInputStageTester tester = new SideInputStageTester(oneSideInput(TRIGGERED)).open()) {
      tester.element(7);
      tester.sideWatermark(1, 13);
      assertEquals(List.of(), tester.output());
      tester.sideWatermark(1, 14);
      assertEquals(List.of("7 []"), tester.output());
    }
  }

  @Test
  void isNotIdleWhileElementsWait() throws Exception {
    try (SideInputStageTester tester = new SideInputStageTester(oneSideInput(WINDOWS)).open()) {
      tester.element(7);
      tester.idle(true);
      assertFalse(tester.isIdle());
      tester.sideWatermark(1, 9);
      assertTrue(tester.isIdle());
      tester.idle(false);
      assertFalse(tester.isIdle());
    }
  }

  @Test
  void elementOfAForgottenWindowIsDropped() throws Exception {
    OperatorSubtaskState state;
    try (SideInputStageTester tester = new SideInputStageTester(oneSideInput(WINDOWS)).open()) {
      tester.part(1, window(7), 1);
      tester.part(1, window(17), 2);
      tester.sideWatermark(1, 19);
      tester.allReached(8);
      tester.element(7);
      assertEquals(List.of("7 [1]"), tester.output());
      tester.allReached(9);
      tester.element(7);
      assertEquals(List.of(), tester.output());
      tester.element(17);
      assertEquals(List.of("17 [2]"), tester.output());
      state = tester.snapshot();
    }
    try (SideInputStageTester tester =
        new SideInputStageTester(oneSideInput(WINDOWS)).restore(state, 1, 1, 0)) {
      tester.element(17);
      tester.element(7);
      assertEquals(List.of("17 [2]"), tester.output());
    }
  }

  @Test
  void blockOfAForgottenWindowIsNotKept() throws Exception {
    try (SideInputStageTester tester = new SideInputStageTester(oneSideInput(WINDOWS)).open()) {
      tester.allReached(9);
      long size = tester.snapshot().getStateSize();
      tester.part(1, window(7), 1);
      assertEquals(size, tester.snapshot().getStateSize());
      tester.part(1, window(17), 2);
      assertTrue(tester.snapshot().getStateSize() > size);
    }
  }

  @Test
  void restoreKeepsWaitingElementsAndBlocks() throws Exception {
    OperatorSubtaskState state;
    try (SideInputStageTester tester = new SideInputStageTester(oneSideInput(WINDOWS)).open()) {
      tester.part(1, window(7), 1);
      tester.element(7);
      tester.element(17);
      tester.part(1, window(17), 2);
      tester.part(1, window(17), 3);
      tester.sideWatermark(1, 9);
      assertEquals(List.of("7 [1]"), tester.output());
      state = tester.snapshot();
    }
    try (SideInputStageTester tester =
        new SideInputStageTester(oneSideInput(WINDOWS)).restore(state, 1, 1, 0)) {
      tester.element(8);
      assertEquals(List.of("8 [1]"), tester.output());
      tester.watermark(100);
      assertEquals(16, tester.outputWatermark());
      tester.part(1, window(17), 4);
      tester.sideWatermark(1, 19);
      assertEquals(List.of("17 [2, 3, 4]"), tester.output());
    }
  }

  @Test
  void restoreKeepsTheNewestPaneOnly() throws Exception {
    OperatorSubtaskState state;
    try (SideInputStageTester tester = new SideInputStageTester(oneSideInput(TRIGGERED)).open()) {
      tester.pane(1, window(7), 1);
      tester.pane(1, window(7), 2);
      state = tester.snapshot();
    }
    try (SideInputStageTester tester =
        new SideInputStageTester(oneSideInput(TRIGGERED)).restore(state, 1, 1, 0)) {
      tester.element(7);
      assertEquals(List.of("7 [2]"), tester.output());
    }
  }

  @Test
  void rescalingGivesEverySubtaskAllBlocksAndEachElementToOne() throws Exception {
    OperatorSubtaskState state = stateOfTwoSubtasks();
    List<Object> output = new ArrayList<>();
    for (int subtask = 0; subtask < 3; subtask++) {
      try (SideInputStageTester tester =
          new SideInputStageTester(oneSideInput(WINDOWS), 3, subtask)
              .restore(state, 2, 3, subtask)) {
        tester.sideWatermark(1, 9);
        output.addAll(tester.output());
        tester.element(9);
        assertEquals(List.of("9 [1, 2]"), tester.output());
      }
    }
    output.sort(null);
    assertEquals(List.of("5 [1, 2]", "6 [1, 2]", "7 [1, 2]"), output);
  }

  private static OperatorSubtaskState stateOfTwoSubtasks() throws Exception {
    OperatorSubtaskState[] states = new OperatorSubtaskState[2];
    for (int subtask = 0; subtask < 2; subtask++) {
      try (SideInputStageTester tester =
          new SideInputStageTester(oneSideInput(WINDOWS), 2, subtask).open()) {
        tester.part(1, window(7), 1);
        tester.part(1, window(7), 2);
        tester.element(subtask == 0 ? 5 : 6);
        if (subtask == 0) {
          tester.element(7);
        }
        states[subtask] = tester.snapshot();
      }
    }
    return AbstractStreamOperatorTestHarness.repackageState(states);
  }

  static Pipeline oneSideInput(Window<Integer> sideWindows) {
    Pipeline pipeline = Pipeline.create();
    PCollectionView<Iterable<Integer>> view = view(pipeline, "First", sideWindows);
    main(pipeline)
        .apply("Read", ParDo.of(new ReadOne(view)).withSideInputs(view))
        .apply(Redistribute.arbitrarily());
    return pipeline;
  }

  private static Pipeline twoSideInputs() {
    Pipeline pipeline = Pipeline.create();
    PCollectionView<Iterable<Integer>> first = view(pipeline, "First", WINDOWS);
    PCollectionView<Iterable<Integer>> second = view(pipeline, "Second", WINDOWS);
    main(pipeline)
        .apply("Read", ParDo.of(new ReadTwo(first, second)).withSideInputs(first, second))
        .apply(Redistribute.arbitrarily());
    return pipeline;
  }

  private static PCollectionView<Iterable<Integer>> view(
      Pipeline pipeline, String name, Window<Integer> windows) {
    return numbers(pipeline, name)
        .apply(name + " windows", windows)
        .apply(name + " view", View.asIterable());
  }

  private static PCollection<Integer> main(Pipeline pipeline) {
    return numbers(pipeline, "Main").apply("Main windows", WINDOWS);
  }

  private static PCollection<Integer> numbers(Pipeline pipeline, String name) {
    return pipeline
        .apply(name + " impulse", Impulse.create())
        .apply(name, ParDo.of(new Numbers()))
        .setCoder(VarIntCoder.of());
  }

  private static final class Numbers extends DoFn<byte[], Integer> {
    @ProcessElement
    public void process(OutputReceiver<Integer> out) {
      out.output(1);
    }
  }

  private static final class ReadOne extends DoFn<Integer, String> {
    private final PCollectionView<Iterable<Integer>> view;

    ReadOne(PCollectionView<Iterable<Integer>> view) {
      this.view = view;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      context.output(context.element() + " " + context.sideInput(view));
    }
  }

  private static final class ReadTwo extends DoFn<Integer, String> {
    private final PCollectionView<Iterable<Integer>> first;
    private final PCollectionView<Iterable<Integer>> second;

    ReadTwo(PCollectionView<Iterable<Integer>> first, PCollectionView<Iterable<Integer>> second) {
      this.first = first;
      this.second = second;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      context.output(
          context.element() + " " + context.sideInput(first) + " " + context.sideInput(second));
    }
  }
}

package dev.beamflink.translation.runtime.operator;

import static dev.beamflink.translation.runtime.operator.SideInputStageTester.window;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.beamflink.translation.runtime.time.BeamTime;
import dev.beamflink.translation.testkit.StateNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Impulse;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Redistribute;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.joda.time.Duration;
import org.junit.jupiter.api.Test;

/** Streaming side inputs of a stage with state and timers. */
class KeyedSideInputStageOperatorTest {

  @Test
  void hasAllItsStatesWhenItOpens() throws Exception {
    try (SideInputStageTester tester = new SideInputStageTester(pipeline()).open()) {
      Set<String> states = StateNames.of(tester.snapshot());
      assertFalse(states.isEmpty());
      for (int element = 0; element < 60; element++) {
        tester.part(1, window(element), element);
        tester.keyedElement(element, element);
      }
      tester.sideWatermark(1, 29);
      tester.watermark(20);
      assertEquals(states, StateNames.of(tester.snapshot()));
    }
  }

  @Test
  void waitingElementsMeetTheStateOfTheirKeys() throws Exception {
    try (SideInputStageTester tester = new SideInputStageTester(pipeline()).open()) {
      tester.part(1, window(7), 5);
      tester.keyedElement(1, 1);
      tester.keyedElement(2, 2);
      tester.keyedElement(1, 3);
      assertEquals(List.of(), tester.output());
      tester.sideWatermark(1, 9);
      assertEquals(
          List.of("1: 1st is 1 [5]", "1: 2nd is 3 [5]", "2: 1st is 2 [5]"), tester.output());
      tester.keyedElement(2, 4);
      assertEquals(List.of("2: 2nd is 4 [5]"), tester.output());
    }
  }

  @Test
  void timersDoNotOvertakeWaitingElements() throws Exception {
    try (SideInputStageTester tester = new SideInputStageTester(pipeline()).open()) {
      tester.keyedElement(1, 17);
      tester.sideWatermark(1, 9);
      tester.keyedElement(1, 7);
      assertEquals(List.of("1: 1st is 7 []"), tester.output());
      tester.watermark(100);
      assertEquals(List.of("1: end after 1"), tester.output());
      assertEquals(16, tester.outputWatermark());
      tester.sideWatermark(1, 19);
      assertEquals(List.of("1: 1st is 17 []", "1: end after 1"), tester.output());
      assertEquals(100, tester.outputWatermark());
    }
  }

  @Test
  void drainMarksWhatItsTimersPutOut() throws Exception {
    try (SideInputStageTester tester = new SideInputStageTester(pipeline()).open()) {
      tester.keyedElement(1, 7);
      tester.watermark(Long.MAX_VALUE);
      assertEquals(List.of(), tester.causes());
      tester.sideWatermark(1, Long.MAX_VALUE);
      assertEquals(
          List.of("1: 1st is 7 [] NORMAL", "1: end after 1 CAUSED_BY_DRAIN"), tester.causes());
      assertEquals(List.of(6L, Long.MAX_VALUE), tester.watermarks());
      tester.endInput();
      assertEquals(List.of(), tester.causes());
    }
  }

  @Test
  void inputThatEndsByItselfWhileElementsWaitIsNoDrain() throws Exception {
    try (SideInputStageTester tester = new SideInputStageTester(pipeline()).open()) {
      tester.keyedElement(1, 7);
      tester.watermark(BeamTime.NATURAL_END);
      tester.watermark(Long.MAX_VALUE);
      tester.sideWatermark(1, BeamTime.NATURAL_END);
      tester.sideWatermark(1, Long.MAX_VALUE);
      assertEquals(List.of("1: 1st is 7 [] NORMAL", "1: end after 1 NORMAL"), tester.causes());
      assertEquals(List.of(6L, BeamTime.NATURAL_END, Long.MAX_VALUE), tester.watermarks());
    }
  }

  @Test
  void rescalingMovesWaitingElementsWithTheirKeys() throws Exception {
    OperatorSubtaskState state;
    try (SideInputStageTester tester = new SideInputStageTester(pipeline()).open()) {
      tester.part(1, window(7), 5);
      for (int key = 0; key < 8; key++) {
        tester.keyedElement(key, 1 + key % 2);
      }
      state = tester.snapshot();
    }
    List<Object> output = new ArrayList<>();
    for (int subtask = 0; subtask < 2; subtask++) {
      try (SideInputStageTester tester =
          new SideInputStageTester(pipeline(), 2, subtask).restore(state, 1, 2, subtask)) {
        tester.watermark(5);
        assertEquals(List.of(), tester.output());
        tester.sideWatermark(1, 9);
        output.addAll(tester.output());
        assertEquals(5, tester.outputWatermark());
      }
    }
    output.sort(null);
    List<Object> expected = new ArrayList<>();
    for (int key = 0; key < 8; key++) {
      expected.add(key + ": 1st is " + (1 + key % 2) + " [5]");
    }
    assertEquals(expected, output);
  }

  @Test
  void restoredElementsHoldTheWatermark() throws Exception {
    OperatorSubtaskState state;
    try (SideInputStageTester tester = new SideInputStageTester(pipeline()).open()) {
      tester.keyedElement(1, 7);
      tester.keyedElement(2, 4);
      state = tester.snapshot();
    }
    try (SideInputStageTester tester =
        new SideInputStageTester(pipeline()).restore(state, 1, 1, 0)) {
      tester.watermark(100);
      assertEquals(3, tester.outputWatermark());
    }
  }

  static Pipeline pipeline() {
    Pipeline pipeline = Pipeline.create();
    PCollectionView<Iterable<Integer>> view =
        numbers(pipeline, "Side").apply("View", View.asIterable());
    numbers(pipeline, "Main")
        .apply("Pairs", ParDo.of(new Pairs()))
        .setCoder(KvCoder.of(VarIntCoder.of(), VarIntCoder.of()))
        .apply("Read", ParDo.of(new Count(view)).withSideInputs(view))
        .apply(Redistribute.arbitrarily());
    return pipeline;
  }

  private static PCollection<Integer> numbers(Pipeline pipeline, String name) {
    return pipeline
        .apply(name + " impulse", Impulse.create())
        .apply(name, ParDo.of(new Numbers()))
        .setCoder(VarIntCoder.of())
        .apply(name + " windows", Window.into(FixedWindows.of(Duration.millis(10))));
  }

  private static final class Numbers extends DoFn<byte[], Integer> {
    @ProcessElement
    public void process(OutputReceiver<Integer> out) {
      out.output(1);
    }
  }

  private static final class Pairs extends DoFn<Integer, KV<Integer, Integer>> {
    @ProcessElement
    public void process(@Element Integer number, OutputReceiver<KV<Integer, Integer>> out) {
      out.output(KV.of(number, number));
    }
  }

  /** Counts the elements of a key and window, and says so when the window ends. */
  private static final class Count extends DoFn<KV<Integer, Integer>, String> {
    @StateId("count")
    private final StateSpec<ValueState<Integer>> countSpec = StateSpecs.value(VarIntCoder.of());

    @StateId("key")
    private final StateSpec<ValueState<Integer>> keySpec = StateSpecs.value(VarIntCoder.of());

    @TimerId("end")
    private final TimerSpec endSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

    private final PCollectionView<Iterable<Integer>> view;

    Count(PCollectionView<Iterable<Integer>> view) {
      this.view = view;
    }

    @ProcessElement
    public void process(
        ProcessContext context,
        BoundedWindow window,
        @StateId("count") ValueState<Integer> count,
        @StateId("key") ValueState<Integer> key,
        @TimerId("end") Timer end) {
      Integer before = count.read();
      count.write(before == null ? 1 : before + 1);
      key.write(context.element().getKey());
      end.set(window.maxTimestamp());
      context.output(
          "%d: %s is %d %s"
              .formatted(
                  context.element().getKey(),
                  before == null ? "1st" : before + 1 + "nd",
                  context.element().getValue(),
                  context.sideInput(view)));
    }

    @OnTimer("end")
    public void end(
        @StateId("count") ValueState<Integer> count,
        @StateId("key") ValueState<Integer> key,
        OutputReceiver<String> out) {
      out.output(key.read() + ": end after " + count.read());
    }
  }
}

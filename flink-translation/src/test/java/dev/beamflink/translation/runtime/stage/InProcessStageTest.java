package dev.beamflink.translation.runtime.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.Impulse;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InProcessStageTest {

  private static final List<String> CALLS = Collections.synchronizedList(new ArrayList<>());

  private static final TupleTag<String> EVEN = new TupleTag<>("even") {};
  private static final TupleTag<String> ODD = new TupleTag<>("odd") {};

  private final Pipeline pipeline = Pipeline.create();
  private final PCollection<byte[]> impulse = pipeline.apply(Impulse.create());

  @BeforeEach
  void forgetCalls() {
    CALLS.clear();
  }

  @Test
  void lifecycleRunsFromFirstToLastTransform() {
    materialize(
        impulse.apply("A", ParDo.of(new Recording("A"))).apply("B", ParDo.of(new Recording("B"))));
    new StageUnderTest(pipeline).run(element("x"));
    assertEquals(
        List.of(
            "A setup",
            "B setup",
            "A start",
            "B start",
            "A x",
            "B x",
            "A finish",
            "B finish",
            "B teardown",
            "A teardown"),
        CALLS);
  }

  @Test
  void tearDownFollowsAFailedSetup() {
    materialize(
        impulse
            .apply("A", ParDo.of(new Recording("A")))
            .apply("B", ParDo.of(new Recording("B", true))));
    StageUnderTest stage = new StageUnderTest(pipeline);
    TransformFailedException failure =
        assertThrows(TransformFailedException.class, () -> stage.executor().setUp());
    assertTrue(failure.transformName().startsWith("B/"), failure.transformName());
    stage.executor().tearDown();
    assertEquals(List.of("A setup", "B setup", "B teardown", "A teardown"), CALLS);
  }

  @Test
  void failureNamesTheTransformThatThrewNotTheOnesBeforeIt() {
    materialize(
        impulse.apply("A", ParDo.of(new Recording("A"))).apply("B", ParDo.of(new Throwing())));
    StageUnderTest stage = new StageUnderTest(pipeline);
    TransformFailedException failure =
        assertThrows(TransformFailedException.class, () -> stage.run(element("x")));
    assertTrue(failure.transformName().startsWith("B/"), failure.transformName());
    assertInstanceOf(IllegalStateException.class, failure.getCause());
  }

  @Test
  void whatEndsTheJvmIsThrownAsItIs() {
    materialize(impulse.apply("A", ParDo.of(new OutOfMemory())));
    StageUnderTest stage = new StageUnderTest(pipeline);
    assertThrows(OutOfMemoryError.class, () -> stage.run(element("x")));
  }

  @Test
  void metadataIsKeptThroughTransformsThatDontChangeIt() {
    materialize(
        impulse.apply("A", ParDo.of(new Recording("A"))).apply("B", ParDo.of(new Recording("B"))));
    StageUnderTest stage = new StageUnderTest(pipeline);
    WindowedValue<Object> in =
        WindowedValues.of(
            bytes("x"),
            Instant.ofEpochMilli(5),
            GlobalWindow.INSTANCE,
            PaneInfo.createPane(false, true, PaneInfo.Timing.LATE, 2, 1));
    stage.run(in);
    assertEquals(List.of(in), stage.output());
  }

  @Test
  void everyOutputTagGoesItsWay() {
    PCollectionTuple parts =
        impulse.apply("Parts", ParDo.of(new EvenOdd()).withOutputTags(EVEN, TupleTagList.of(ODD)));
    materialize(parts.get(EVEN).setCoder(StringUtf8Coder.of()));
    materialize(parts.get(ODD).setCoder(StringUtf8Coder.of()));
    StageUnderTest stage = new StageUnderTest(pipeline);
    stage.run(element("1"), element("2"), element("3"));
    assertEquals(3, stage.output().size());
    assertTrue(stage.outputValues().containsAll(List.of("even 2", "odd 1", "odd 3")));
  }

  @Test
  void elementIsSeenOnceInEachWindowByADoFnThatLooksAtWindows() {
    PCollection<byte[]> windowed = impulse.apply(Window.into(FixedWindows.of(Duration.millis(10))));
    materialize(windowed.apply("Windows", ParDo.of(new NamesWindow())));
    StageUnderTest stage = new StageUnderTest(pipeline);
    stage.run(
        WindowedValues.of(
            bytes("x"), Instant.ofEpochMilli(5), GlobalWindow.INSTANCE, PaneInfo.NO_FIRING));
    assertEquals(
        List.of("[1970-01-01T00:00:00.000Z..1970-01-01T00:00:00.010Z)"), stage.outputValues());
    assertEquals(
        new IntervalWindow(Instant.EPOCH, Instant.ofEpochMilli(10)),
        stage.output().get(0).getWindows().iterator().next());
  }

  @Test
  void outputBeforeTheInputIsRefused() {
    materialize(impulse.apply("Back", ParDo.of(new OutputsAtZero())));
    StageUnderTest stage = new StageUnderTest(pipeline);
    TransformFailedException failure =
        assertThrows(
            TransformFailedException.class,
            () ->
                stage.run(
                    WindowedValues.timestampedValueInGlobalWindow(
                        bytes("x"), Instant.ofEpochMilli(5))));
    assertTrue(String.valueOf(failure.getMessage()).contains("allowed skew"));
  }

  /** Ends the stage, so that what leaves it can be looked at. */
  @Test
  void outputsInheritFromTheirOwnElementAlsoAfterCallsDownstream() {
    materialize(
        impulse
            .apply("Twice", ParDo.of(new LaterAndNow()))
            .apply("Twice again", ParDo.of(new LaterAndNow())));
    StageUnderTest stage = new StageUnderTest(pipeline);
    stage.run(
        WindowedValues.of(
            "x".getBytes(StandardCharsets.UTF_8),
            Instant.ofEpochMilli(5),
            GlobalWindow.INSTANCE,
            PaneInfo.NO_FIRING));
    assertEquals(
        List.of(7L, 6L, 6L, 5L),
        stage.output().stream().map(output -> output.getTimestamp().getMillis()).toList());
  }

  private static <T> void materialize(PCollection<T> collection) {
    PCollectionList.of(collection)
        .and(collection)
        .apply("End " + collection.getName(), Flatten.pCollections());
  }

  private static WindowedValue<Object> element(String value) {
    return WindowedValues.valueInGlobalWindow(bytes(value));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static final class Recording extends DoFn<byte[], byte[]> {
    private final String name;
    private final boolean failsInSetup;

    Recording(String name) {
      this(name, false);
    }

    Recording(String name, boolean failsInSetup) {
      this.name = name;
      this.failsInSetup = failsInSetup;
    }

    @Setup
    public void setUp() {
      CALLS.add(name + " setup");
      if (failsInSetup) {
        throw new IllegalStateException("on purpose");
      }
    }

    @StartBundle
    public void start() {
      CALLS.add(name + " start");
    }

    @ProcessElement
    public void process(ProcessContext context) {
      CALLS.add(name + " " + text(context.element()));
      context.output(context.element());
    }

    @FinishBundle
    public void finish() {
      CALLS.add(name + " finish");
    }

    @Teardown
    public void tearDown() {
      CALLS.add(name + " teardown");
    }
  }

  private static final class Throwing extends DoFn<byte[], byte[]> {
    @ProcessElement
    public void process() {
      throw new IllegalStateException("on purpose");
    }
  }

  private static final class EvenOdd extends DoFn<byte[], String> {
    @ProcessElement
    public void process(@Element byte[] element, MultiOutputReceiver out, ProcessContext context) {
      String number = text(element);
      if (Integer.parseInt(number) % 2 == 0) {
        context.output("even " + number);
      } else {
        out.get(ODD).output("odd " + number);
      }
    }
  }

  private static final class NamesWindow extends DoFn<byte[], String> {
    @ProcessElement
    public void process(BoundedWindow window, OutputReceiver<String> out) {
      out.output(window.toString());
    }
  }

  private static final class OutputsAtZero extends DoFn<byte[], String> {
    @ProcessElement
    public void process(OutputReceiver<String> out) {
      out.outputWithTimestamp("early", Instant.EPOCH);
    }
  }

  private static final class LaterAndNow extends DoFn<byte[], byte[]> {
    @ProcessElement
    public void process(
        @Element byte[] element, @Timestamp Instant timestamp, OutputReceiver<byte[]> out) {
      out.outputWithTimestamp(element, timestamp.plus(1));
      out.output(element);
    }
  }

  private static final class OutOfMemory extends DoFn<byte[], byte[]> {
    @ProcessElement
    public void process() {
      throw new OutOfMemoryError("of the test");
    }
  }
}

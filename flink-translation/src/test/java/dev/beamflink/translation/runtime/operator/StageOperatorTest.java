package dev.beamflink.translation.runtime.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.beamflink.model.GraphPlanner;
import dev.beamflink.model.fuse.ExecutionPlan;
import dev.beamflink.model.fuse.PlanMode;
import dev.beamflink.translation.runtime.options.DeferredOptions;
import dev.beamflink.translation.runtime.stage.TransformFailedException;
import dev.beamflink.translation.runtime.time.BeamTime;
import dev.beamflink.translation.translate.PipelineTranslator;
import dev.beamflink.translation.translate.TranslationSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VoidCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Impulse;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Redistribute;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.util.construction.PipelineTranslation;
import org.apache.beam.sdk.values.CausedByDrain;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.transformations.OneInputTransformation;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.joda.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StageOperatorTest {

  private static final List<String> CALLS = new ArrayList<>();
  private static final List<String> FINALIZED = new ArrayList<>();
  private static final Instant NEVER = new Instant(Long.MAX_VALUE);

  @BeforeEach
  void forgetCalls() {
    CALLS.clear();
    FINALIZED.clear();
  }

  @Test
  void bundleEndsBeforeWatermarkBarrierAndEndOfInput() throws Exception {
    try (var harness = harness()) {
      harness.open();
      process(harness, "a");
      process(harness, "b");
      harness.processWatermark(new Watermark(1));
      process(harness, "c");
      harness.prepareSnapshotPreBarrier(1);
      harness.prepareSnapshotPreBarrier(2);
      process(harness, "d");
      harness.endInput();
    }
    assertEquals(
        List.of(
            "set up",
            "start",
            "a",
            "b",
            "finish",
            "start",
            "c",
            "finish",
            "start",
            "d",
            "finish",
            "tear down"),
        CALLS);
  }

  @Test
  void elementsAndWatermarksTellOfADrainAsTheyCome() throws Exception {
    try (var harness = harness(new CauseFn(), StringUtf8Coder.of())) {
      harness.open();
      process(harness, "a");
      harness.processElement(
          new StreamRecord<>(
              WindowedValues.of(
                  (Object) "b",
                  Instant.ofEpochMilli(2),
                  List.of(GlobalWindow.INSTANCE),
                  PaneInfo.NO_FIRING,
                  null,
                  null,
                  CausedByDrain.CAUSED_BY_DRAIN)));
      harness.processWatermark(new Watermark(BeamTime.NATURAL_END));
      harness.processWatermark(Watermark.MAX_WATERMARK);
      assertEquals(
          List.of(CausedByDrain.NORMAL, CausedByDrain.CAUSED_BY_DRAIN),
          harness.extractOutputValues().stream().map(WindowedValue::causedByDrain).toList());
      assertEquals(
          List.of("a NORMAL", "b CAUSED_BY_DRAIN"),
          harness.extractOutputValues().stream().map(WindowedValue::getValue).toList());
      assertEquals(
          List.of(new Watermark(BeamTime.NATURAL_END), Watermark.MAX_WATERMARK),
          harness.getOutput().stream().filter(Watermark.class::isInstance).toList());
    }
  }

  @Test
  void subtaskWithoutElementsSetsNothingUp() throws Exception {
    try (var harness = harness()) {
      harness.open();
      harness.processWatermark(Watermark.MAX_WATERMARK);
      harness.endInput();
    }
    assertEquals(List.of(), CALLS);
  }

  @Test
  void failedSetUpIsTornDownAndNotTriedAgain() throws Exception {
    try (var harness = harness(true)) {
      harness.open();
      assertThrows(TransformFailedException.class, () -> process(harness, "a"));
    }
    assertEquals(List.of("set up", "tear down"), CALLS);
  }

  @Test
  void finalizersOfAFailedCheckpointRunWithTheNextAndNeverAgain() throws Exception {
    try (var harness = harness()) {
      harness
          .getEnvironment()
          .getJobConfiguration()
          .set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofSeconds(1));
      harness.open();
      process(harness, "a");
      checkpoint(harness, 1); // is aborted
      process(harness, "b");
      checkpoint(harness, 2);
      process(harness, "c");
      assertEquals(List.of(), FINALIZED);
      harness.notifyOfCompletedCheckpoint(2);
      assertEquals(List.of("a", "b"), FINALIZED);
      checkpoint(harness, 3);
      harness.notifyOfCompletedCheckpoint(3);
      assertEquals(List.of("a", "b", "c"), FINALIZED);
    }
  }

  private static void checkpoint(
      OneInputStreamOperatorTestHarness<WindowedValue<Object>, WindowedValue<Object>> harness,
      long id)
      throws Exception {
    harness.prepareSnapshotPreBarrier(id);
    harness.snapshot(id, 0);
  }

  private static void process(
      OneInputStreamOperatorTestHarness<WindowedValue<Object>, WindowedValue<Object>> harness,
      String value)
      throws Exception {
    harness.processElement(new StreamRecord<>(WindowedValues.valueInGlobalWindow(value)));
  }

  private static OneInputStreamOperatorTestHarness<WindowedValue<Object>, WindowedValue<Object>>
      harness() throws Exception {
    return harness(false);
  }

  private static OneInputStreamOperatorTestHarness<WindowedValue<Object>, WindowedValue<Object>>
      harness(boolean setUpFails) throws Exception {
    return harness(new RecordingFn(setUpFails), VoidCoder.of());
  }

  private static <T>
      OneInputStreamOperatorTestHarness<WindowedValue<Object>, WindowedValue<Object>> harness(
          DoFn<Object, T> fn, Coder<T> coder) throws Exception {
    Pipeline pipeline = Pipeline.create();
    pipeline
        .apply(Impulse.create())
        .apply(ParDo.of(fn))
        .setCoder(coder)
        .apply(Redistribute.arbitrarily());
    ExecutionPlan plan =
        GraphPlanner.plan(PipelineTranslation.toProto(pipeline), PlanMode.STREAMING);
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
    PipelineTranslator.translate(
        plan,
        environment,
        new TranslationSettings(
            PlanMode.STREAMING,
            1,
            new BundleLimits(1000, 1000),
            DeferredOptions.of(pipeline.getOptions())));
    return new OneInputStreamOperatorTestHarness<>(factory(environment));
  }

  private static StageOperatorFactory factory(StreamExecutionEnvironment environment) {
    return environment.getTransformations().stream()
        .filter(OneInputTransformation.class::isInstance)
        .map(node -> ((OneInputTransformation<?, ?>) node).getOperatorFactory())
        .filter(StageOperatorFactory.class::isInstance)
        .map(StageOperatorFactory.class::cast)
        .findFirst()
        .orElseThrow();
  }

  private static final class CauseFn extends DoFn<Object, String> {
    @ProcessElement
    public void process(@Element Object element, CausedByDrain cause, OutputReceiver<String> out) {
      out.output(element + " " + cause);
    }
  }

  private static final class RecordingFn extends DoFn<Object, Void> {

    private final boolean setUpFails;

    RecordingFn(boolean setUpFails) {
      this.setUpFails = setUpFails;
    }

    @Setup
    public void setUp() {
      CALLS.add("set up");
      if (setUpFails) {
        throw new IllegalStateException("on purpose");
      }
    }

    @StartBundle
    public void startBundle() {
      CALLS.add("start");
    }

    @ProcessElement
    public void process(@Element Object element, BundleFinalizer finalizer) {
      CALLS.add((String) element);
      finalizer.afterBundleCommit(NEVER, () -> FINALIZED.add((String) element));
    }

    @FinishBundle
    public void finishBundle() {
      CALLS.add("finish");
    }

    @Teardown
    public void tearDown() {
      CALLS.add("tear down");
    }
  }
}

package dev.beamflink.translation.runtime.operator;

import dev.beamflink.model.GraphPlanner;
import dev.beamflink.model.fuse.ExecutionPlan;
import dev.beamflink.model.fuse.PlanMode;
import dev.beamflink.translation.runtime.element.EncodedKey;
import dev.beamflink.translation.runtime.element.EncodedKeySerializer;
import dev.beamflink.translation.runtime.element.KeyedElement;
import dev.beamflink.translation.runtime.options.DeferredOptions;
import dev.beamflink.translation.runtime.sideinput.SideInputBlock;
import dev.beamflink.translation.runtime.sideinput.WatermarkAgreedEvent;
import dev.beamflink.translation.translate.InProcessUserCode;
import dev.beamflink.translation.translate.PipelineTranslator;
import dev.beamflink.translation.translate.TranslationSettings;
import dev.beamflink.translation.translate.UserCode;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.io.range.OffsetRange;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.util.construction.PipelineTranslation;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.operators.coordination.OperatorEvent;
import org.apache.flink.runtime.operators.coordination.OperatorEventHandler;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.operators.BoundedMultiInput;
import org.apache.flink.streaming.api.operators.StreamOperatorFactory;
import org.apache.flink.streaming.api.transformations.AbstractMultipleInputTransformation;
import org.apache.flink.streaming.api.transformations.KeyedMultipleInputTransformation;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.tasks.TestProcessingTimeService;
import org.apache.flink.streaming.runtime.tasks.mailbox.Mail;
import org.apache.flink.streaming.runtime.tasks.mailbox.TaskMailbox;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.MultiInputStreamOperatorTestHarness;
import org.joda.time.Instant;

/**
 * One subtask of the last stage with side inputs of a pipeline, its main input integers in windows
 * of ten milliseconds.
 */
final class SideInputStageTester implements AutoCloseable {

  private static final int MAX_PARALLELISM = 8;
  private static final int MAIN = 0;

  private final List<String> sideInputs;
  private final Harness harness;

  SideInputStageTester(Pipeline pipeline) throws Exception {
    this(pipeline, 1, 0);
  }

  SideInputStageTester(Pipeline pipeline, int parallelism, int subtask) throws Exception {
    this(pipeline, new InProcessUserCode(), parallelism, subtask);
  }

  SideInputStageTester(Pipeline pipeline, UserCode userCode, int parallelism, int subtask)
      throws Exception {
    ExecutionPlan plan =
        GraphPlanner.plan(PipelineTranslation.toProto(pipeline), PlanMode.STREAMING);
    sideInputs =
        plan.graph().transforms().stream()
            .flatMap(transform -> transform.sideInputs().values().stream())
            .map(id -> plan.graph().collection(id).uniqueName())
            .toList();
    harness = new Harness(node(plan, pipeline, userCode), MAX_PARALLELISM, parallelism, subtask);
  }

  /** Gives access to the operator, which the superclass casts to an older kind. */
  private static final class Harness
      extends MultiInputStreamOperatorTestHarness<WindowedValue<Object>> {

    @SuppressWarnings("unchecked") // our operators emit this and nothing else
    Harness(
        AbstractMultipleInputTransformation<?> node,
        int maxParallelism,
        int parallelism,
        int subtask)
        throws Exception {
      super(
          (StreamOperatorFactory<WindowedValue<Object>>) node.getOperatorFactory(),
          maxParallelism,
          parallelism,
          subtask);
      if (node instanceof KeyedMultipleInputTransformation<?> keyed) {
        config.setStatePartitioner(MAIN, keyed.getStateKeySelectors().get(MAIN));
        config.setStateKeySerializer(EncodedKeySerializer.of(ByteArrayCoder.of()));
        config.serializeAllConfigs();
      }
    }

    void endInput(int input) throws Exception {
      ((BoundedMultiInput) operator).endInput(input);
    }

    void handleOperatorEvent(OperatorEvent event) {
      ((OperatorEventHandler) operator).handleOperatorEvent(event);
    }
  }

  private static AbstractMultipleInputTransformation<?> node(
      ExecutionPlan plan, Pipeline pipeline, UserCode userCode) {
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
    PipelineTranslator.translate(
        plan,
        environment,
        new TranslationSettings(
            PlanMode.STREAMING,
            1,
            new BundleLimits(1000, 1000),
            DeferredOptions.of(pipeline.getOptions()),
            userCode));
    AbstractMultipleInputTransformation<?> last = null;
    for (Transformation<?> transformation : environment.getTransformations()) {
      if (transformation instanceof AbstractMultipleInputTransformation<?> stage) {
        last = stage;
      }
    }
    if (last != null) {
      return last;
    }
    throw new IllegalArgumentException("The pipeline has no side input");
  }

  SideInputStageTester open() throws Exception {
    harness.setup();
    harness.initializeEmptyState();
    harness.open();
    return this;
  }

  /** Opens the subtask with its part of what all subtasks before held. */
  SideInputStageTester restore(
      OperatorSubtaskState states, int oldParallelism, int parallelism, int subtask)
      throws Exception {
    harness.setup();
    harness.initializeState(
        AbstractStreamOperatorTestHarness.repartitionOperatorState(
            states, MAX_PARALLELISM, oldParallelism, parallelism, subtask));
    harness.open();
    return this;
  }

  OperatorSubtaskState snapshot() throws Exception {
    harness.prepareSnapshotPreBarrier(1);
    return harness.snapshot(1, 1);
  }

  /** An element of the main input whose value is its timestamp. */
  void element(int timestamp) throws Exception {
    element(timestamp, List.of(window(timestamp)));
  }

  void element(int timestamp, List<IntervalWindow> windows) throws Exception {
    harness.processElement(
        MAIN,
        new StreamRecord<>(
            WindowedValues.of(
                (Object) timestamp, Instant.ofEpochMilli(timestamp), windows, PaneInfo.NO_FIRING)));
  }

  /** An element of a splittable DoFn's input with the restriction from 0 to {@code count}. */
  void restriction(int timestamp, int count) throws Exception {
    harness.processElement(
        MAIN,
        new StreamRecord<>(
            WindowedValues.of(
                (Object)
                    KV.of(
                        KV.of(
                            timestamp,
                            KV.of(new OffsetRange(0, count), Instant.ofEpochMilli(timestamp))),
                        1.0),
                Instant.ofEpochMilli(timestamp),
                window(timestamp),
                PaneInfo.NO_FIRING)));
  }

  void processingTime(long millis) throws Exception {
    harness.setProcessingTime(millis);
  }

  /** Lets time pass while user code runs, too little to fire a timer. */
  void passTime(long millis) {
    TestProcessingTimeService clock = harness.getProcessingTimeService();
    try {
      clock.setCurrentTime(clock.getCurrentProcessingTime() + millis);
    } catch (Exception e) {
      throw new AssertionError("no timer was due", e);
    }
  }

  /** Something else is to be done in the task's thread. */
  void mail() {
    harness.getTaskMailbox().put(new Mail(() -> {}, TaskMailbox.MIN_PRIORITY, "test"));
  }

  /** An element of the main input with a key; its value is its timestamp. */
  void keyedElement(int key, int timestamp) throws Exception {
    harness.processElement(
        MAIN,
        new StreamRecord<>(
            new KeyedElement<>(
                EncodedKey.encode(VarIntCoder.of(), key),
                WindowedValues.of(
                    (Object) timestamp,
                    Instant.ofEpochMilli(timestamp),
                    window(timestamp),
                    PaneInfo.NO_FIRING))));
  }

  void watermark(long watermark) throws Exception {
    harness.processWatermark(MAIN, new Watermark(watermark));
  }

  void idle(boolean idle) throws Exception {
    harness.processWatermarkStatus(MAIN, idle ? WatermarkStatus.IDLE : WatermarkStatus.ACTIVE);
  }

  void sideWatermark(int input, long watermark) throws Exception {
    harness.processWatermark(input, new Watermark(watermark));
  }

  /** All subtasks' main inputs are as far as this. */
  void allReached(long watermark) {
    harness.handleOperatorEvent(new WatermarkAgreedEvent(watermark));
  }

  /** Sends part of the only pane of a window. */
  void part(int input, IntervalWindow window, int... elements) throws Exception {
    block(input, window, false, elements);
  }

  /** Sends a whole pane of a window. */
  void pane(int input, IntervalWindow window, int... elements) throws Exception {
    block(input, window, true, elements);
  }

  /** The elements of a view's PCollection have a void key, which takes no byte. */
  private void block(int input, IntervalWindow window, boolean pane, int... elements)
      throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int element : elements) {
      VarIntCoder.of().encode(element, bytes);
    }
    harness.processElement(
        input,
        new StreamRecord<>(
            new SideInputBlock(
                sideInputs.get(input - 1),
                CoderUtils.encodeToByteArray(IntervalWindow.getCoder(), window),
                pane,
                pane,
                elements.length,
                bytes.toByteArray())));
  }

  static IntervalWindow window(long timestamp) {
    long start = timestamp - timestamp % 10;
    return new IntervalWindow(Instant.ofEpochMilli(start), Instant.ofEpochMilli(start + 10));
  }

  /** What the stage has emitted since the last call. */
  List<Object> output() {
    List<Object> values = new ArrayList<>();
    for (WindowedValue<Object> element : harness.extractOutputValues()) {
      values.add(element.getValue());
    }
    harness.getOutput().removeIf(StreamRecord.class::isInstance);
    return values;
  }

  /** The same, each with whether a drain has caused it. */
  List<String> causes() {
    List<String> causes = new ArrayList<>();
    for (WindowedValue<Object> element : harness.extractOutputValues()) {
      causes.add(element.getValue() + " " + element.causedByDrain());
    }
    harness.getOutput().removeIf(StreamRecord.class::isInstance);
    return causes;
  }

  /** All watermarks that the stage has emitted. */
  List<Long> watermarks() {
    return harness.getOutput().stream()
        .filter(Watermark.class::isInstance)
        .map(watermark -> ((Watermark) watermark).getTimestamp())
        .toList();
  }

  void endInput() throws Exception {
    for (int sideInput = 0; sideInput <= sideInputs.size(); sideInput++) {
      harness.endInput(1 + sideInput);
    }
  }

  /** The last watermark that the stage has emitted. */
  long outputWatermark() {
    long last = Long.MIN_VALUE;
    for (Object event : harness.getOutput()) {
      if (event instanceof Watermark watermark) {
        if (watermark.getTimestamp() <= last) {
          throw new AssertionError("The watermark went from " + last + " to " + watermark);
        }
        last = watermark.getTimestamp();
      }
    }
    return last;
  }

  /** Whether the stage says that it is idle. */
  boolean isIdle() {
    boolean idle = false;
    for (Object event : harness.getOutput()) {
      if (event instanceof WatermarkStatus status) {
        idle = status.isIdle();
      }
    }
    return idle;
  }

  @Override
  public void close() throws Exception {
    harness.close();
  }
}

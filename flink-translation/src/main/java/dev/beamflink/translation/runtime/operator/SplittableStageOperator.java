package dev.beamflink.translation.runtime.operator;

import dev.beamflink.translation.runtime.quiet.QuietReporter;
import dev.beamflink.translation.runtime.state.OperatorStates;
import dev.beamflink.translation.runtime.teststream.TestTime;
import java.util.Objects;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.runtime.event.WatermarkEvent;
import org.apache.flink.runtime.operators.coordination.OperatorEvent;
import org.apache.flink.runtime.operators.coordination.OperatorEventHandler;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.jspecify.annotations.Nullable;

/** Runs a stage whose root processes restrictions of a splittable DoFn. */
final class SplittableStageOperator extends AbstractStreamOperator<WindowedValue<Object>>
    implements OneInputStreamOperator<WindowedValue<Object>, WindowedValue<Object>>,
        BoundedOneInput,
        OperatorEventHandler {

  private static final long serialVersionUID = 1L;

  private final OperatorStage stage;
  private final SplittableStageSpec spec;
  private final transient StreamOperatorParameters<WindowedValue<Object>> parameters;
  private final QuietReporter quiet;
  private @Nullable SplittableStage splittable; // from initializeState() on

  SplittableStageOperator(
      StreamOperatorParameters<WindowedValue<Object>> parameters,
      StageOperatorSpec stageSpec,
      SplittableStageSpec spec) {
    super(TestTime.in(parameters));
    this.stage = new OperatorStage(stageSpec, parameters, getRuntimeContext());
    this.spec = spec;
    this.parameters = parameters;
    this.quiet = QuietReporter.of(parameters);
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    OperatorStates states =
        new OperatorStates(context.getOperatorStateStore(), spec.transformName());
    splittable =
        new SplittableStage(
            stage,
            spec,
            states.list(SplittableStageSpec.PENDING, spec.coder()),
            parameters,
            getProcessingTimeService(),
            quiet::report);
  }

  @Override
  public void handleOperatorEvent(OperatorEvent event) {
    splittable().operatorEvent(event);
  }

  private SplittableStage splittable() {
    return Objects.requireNonNull(splittable, "the operator's state is not there yet");
  }

  @Override
  public void open() throws Exception {
    super.open();
    stage.setUp();
    splittable().start();
  }

  @Override
  public void processElement(StreamRecord<WindowedValue<Object>> element) {
    splittable().process(element.getValue());
  }

  @Override
  public void processWatermark(Watermark mark) {
    splittable().advanceWatermark(mark.getTimestamp());
  }

  /** A marker of a pipeline with a TestStream. */
  @Override
  public void processWatermark(WatermarkEvent marker) throws Exception {
    TestTime.arrived(marker, getProcessingTimeService());
    splittable().runReady();
    super.processWatermark(marker);
  }

  @Override
  public void processWatermarkStatus(WatermarkStatus status) {
    splittable().inputStatus(status);
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) {
    stage.finishBundleBeforeBarrier();
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    splittable().snapshot();
    stage.snapshot(context.getCheckpointId());
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) throws Exception {
    super.notifyCheckpointComplete(checkpointId);
    stage.checkpointCompleted(checkpointId);
  }

  @Override
  public void notifyCheckpointAborted(long checkpointId) throws Exception {
    super.notifyCheckpointAborted(checkpointId);
    stage.checkpointAborted(checkpointId);
  }

  @Override
  public void endInput() throws Exception {
    splittable().endInput();
  }

  @Override
  public void close() throws Exception {
    try {
      stage.tearDown();
    } finally {
      super.close();
    }
  }
}

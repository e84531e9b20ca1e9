package dev.beamflink.translation.runtime.operator;

import dev.beamflink.translation.runtime.metrics.MetricsAccumulator;
import dev.beamflink.translation.runtime.stage.InProcessStageBuilder;
import dev.beamflink.translation.runtime.stage.StageExecutor;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.joda.time.Instant;

/** Runs a stage that has neither key nor side inputs. */
final class StageOperator extends AbstractStreamOperator<WindowedValue<Object>>
    implements OneInputStreamOperator<WindowedValue<Object>, WindowedValue<Object>>,
        BoundedOneInput {

  private static final long serialVersionUID = 1L;

  private final BundleFinalizers finalizers;
  private final StageExecutor executor;
  private final BundleTracker bundle;

  StageOperator(
      StreamOperatorParameters<WindowedValue<Object>> parameters, StageOperatorSpec spec) {
    super(parameters);
    MetricsAccumulator metrics =
        MetricsAccumulator.registered(getRuntimeContext(), getOperatorID().toString());
    finalizers =
        new BundleFinalizers(
            CheckpointingOptions.isCheckpointingEnabled(getContainingTask().getJobConfiguration()));
    OperatorStageServices services =
        new OperatorStageServices(
            spec.stage().options().get(),
            new StageOutputs(output, spec.sideOutputs()),
            finalizers,
            metrics);
    executor = InProcessStageBuilder.build(spec.stage(), services);
    bundle =
        new BundleTracker(executor, spec.bundleLimits(), getProcessingTimeService(), finalizers);
  }

  @Override
  public void open() throws Exception {
    super.open();
    executor.setUp();
  }

  @Override
  public void processElement(StreamRecord<WindowedValue<Object>> element) {
    bundle.ensureOpen();
    executor.processElement(element.getValue());
    bundle.elementDone();
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    bundle.finish();
    super.processWatermark(mark);
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) {
    bundle.finish();
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    finalizers.snapshot(context.getCheckpointId());
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) throws Exception {
    super.notifyCheckpointComplete(checkpointId);
    finalizers.checkpointCompleted(
        checkpointId, Instant.ofEpochMilli(getProcessingTimeService().getCurrentProcessingTime()));
  }

  @Override
  public void endInput() {
    bundle.finish();
  }

  @Override
  public void close() throws Exception {
    try {
      executor.tearDown();
    } finally {
      super.close();
    }
  }
}

package dev.beamflink.translation.runtime.operator;

import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.runtime.event.WatermarkEvent;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** Runs a stage that has neither key nor side inputs. */
final class StageOperator extends AbstractStreamOperator<WindowedValue<Object>>
    implements OneInputStreamOperator<WindowedValue<Object>, WindowedValue<Object>>,
        BoundedOneInput {

  private static final long serialVersionUID = 1L;

  private final OperatorStage stage;

  StageOperator(
      StreamOperatorParameters<WindowedValue<Object>> parameters, StageOperatorSpec spec) {
    super(parameters);
    stage = new OperatorStage(spec, parameters, getRuntimeContext());
  }

  @Override
  public void processElement(StreamRecord<WindowedValue<Object>> element) {
    stage.process(element.getValue());
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    stage.finishBundle();
    super.processWatermark(mark);
  }

  /** A marker of a pipeline with a TestStream. */
  @Override
  public void processWatermark(WatermarkEvent marker) throws Exception {
    stage.finishBundle();
    super.processWatermark(marker);
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) {
    stage.finishBundleBeforeBarrier();
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
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
  public void endInput() {
    stage.finishBundle();
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

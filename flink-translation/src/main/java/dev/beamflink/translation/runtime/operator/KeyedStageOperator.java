package dev.beamflink.translation.runtime.operator;

import dev.beamflink.translation.runtime.element.KeyedElement;
import dev.beamflink.translation.runtime.quiet.QuietReporter;
import dev.beamflink.translation.runtime.teststream.TestTime;
import dev.beamflink.translation.runtime.timer.TimerBackend;
import java.util.Objects;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.runtime.event.WatermarkEvent;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/** Runs a stage whose root has state or timers, keyed by the encoded key. */
final class KeyedStageOperator extends AbstractStreamOperator<WindowedValue<Object>>
    implements OneInputStreamOperator<KeyedElement<Object>, WindowedValue<Object>>,
        BoundedOneInput {

  private static final long serialVersionUID = 1L;

  private final OperatorStage stage;
  private final KeyedStageSpec keyedSpec;
  private final QuietReporter quiet;
  private @Nullable KeyedStage keyed; // from open() on

  KeyedStageOperator(
      StreamOperatorParameters<WindowedValue<Object>> parameters,
      StageOperatorSpec spec,
      KeyedStageSpec keyedSpec) {
    super(TestTime.in(parameters));
    this.stage = new OperatorStage(spec, parameters, getRuntimeContext());
    this.keyedSpec = keyedSpec;
    this.quiet = QuietReporter.of(parameters);
  }

  @Override
  public void open() throws Exception {
    super.open();
    keyed =
        new KeyedStage(
            stage,
            keyedSpec,
            TimerBackend.of(getKeyedStateBackend(), getTimeServiceManager().orElseThrow(), this),
            getProcessingTimeService(),
            watermark -> output.emitWatermark(new Watermark(watermark)),
            quiet::report);
  }

  private KeyedStage keyed() {
    return Objects.requireNonNull(keyed, "the operator is not open");
  }

  /** Flink changes the current key here, which is when a key in BATCH is over. */
  @Override
  public void setKeyContextElement(StreamRecord<KeyedElement<Object>> record) throws Exception {
    keyed().beforeElementOf(record.getValue().key());
    super.setKeyContextElement1(record);
  }

  @Override
  public void processElement(StreamRecord<KeyedElement<Object>> element) throws Exception {
    keyed().process(element.getValue().value());
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    keyed().advanceWatermark(mark.getTimestamp());
  }

  /** A marker of a pipeline with a TestStream. */
  @Override
  public void processWatermark(WatermarkEvent marker) throws Exception {
    keyed().marker(marker);
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
  public void endInput() throws Exception {
    keyed().endInput();
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

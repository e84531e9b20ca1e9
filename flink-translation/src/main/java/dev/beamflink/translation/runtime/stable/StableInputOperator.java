package dev.beamflink.translation.runtime.stable;

import dev.beamflink.translation.runtime.quiet.QuietReporter;
import dev.beamflink.translation.runtime.state.OperatorStates;
import dev.beamflink.translation.runtime.watermark.HoldTracker;
import dev.beamflink.translation.runtime.watermark.InputEnd;
import dev.beamflink.translation.runtime.watermark.OutputWatermark;
import java.util.Objects;
import org.apache.beam.sdk.values.WindowedValue;
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

/**
 * Passes an element on when a checkpoint that holds it is complete. After a failure the job goes on
 * from that checkpoint or a later one, so whoever got the element gets the same one again, or has
 * its effects in the later one.
 *
 * <p>Elements are passed on by a processing-time timer, not when the operator hears of the
 * checkpoint: when a job stops, Flink silences timers before its last savepoint, and what would be
 * passed on after that would come once more after the restore.
 *
 * <p>When a job drains, elements that no checkpoint holds yet are passed on at the end of the
 * input: none is to come but the last savepoint, which waits for them. If it fails, and only then,
 * what was read again from the sources may be different from what the DoFn got.
 */
final class StableInputOperator extends AbstractStreamOperator<WindowedValue<Object>>
    implements OneInputStreamOperator<WindowedValue<Object>, WindowedValue<Object>>,
        BoundedOneInput {

  private static final long serialVersionUID = 1L;

  private final StableInputSpec spec;
  private final QuietReporter quiet;
  private final OutputWatermark outputWatermark;
  private final StreamRecord<WindowedValue<Object>> record = new StreamRecord<>(null);
  private @Nullable StableInputBuffer buffer; // from initializeState() on
  private boolean inputAtEnd;
  private boolean inputIdle;
  private boolean announcedIdle;

  StableInputOperator(
      StreamOperatorParameters<WindowedValue<Object>> parameters, StableInputSpec spec) {
    super(parameters);
    this.spec = spec;
    quiet = QuietReporter.of(parameters);
    outputWatermark =
        new OutputWatermark(
            new HoldTracker(),
            InputEnd.of(parameters),
            watermark -> output.emitWatermark(new Watermark(watermark)));
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    OperatorStates states =
        new OperatorStates(context.getOperatorStateStore(), spec.transformName());
    buffer =
        new StableInputBuffer(
            states.list(StableInputSpec.BUFFER, spec.coder()), outputWatermark.holds());
  }

  private StableInputBuffer buffer() {
    return Objects.requireNonNull(buffer, "the operator's state is not there yet");
  }

  @Override
  public void open() throws Exception {
    super.open();
    releaseSoon();
  }

  @Override
  public void processElement(StreamRecord<WindowedValue<Object>> element) {
    buffer().add(element.getValue());
    updateStatus();
  }

  @Override
  public void processWatermark(Watermark mark) {
    outputWatermark.inputWatermark(mark.getTimestamp());
    inputAtEnd = mark.getTimestamp() == Long.MAX_VALUE;
    bufferChanged();
  }

  @Override
  public void processWatermarkStatus(WatermarkStatus status) {
    inputIdle = status.isIdle();
    updateStatus();
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    buffer().snapshot(context.getCheckpointId());
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) throws Exception {
    super.notifyCheckpointComplete(checkpointId);
    buffer().checkpointCompleted(checkpointId);
    releaseSoon();
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the task fails if the timer does
  private void releaseSoon() {
    if (buffer().hasStable()) {
      long now = getProcessingTimeService().getCurrentProcessingTime();
      getProcessingTimeService().registerTimer(now, time -> release());
    }
  }

  private void release() {
    buffer().release(element -> output.collect(record.replace(element)));
    bufferChanged();
  }

  private void bufferChanged() {
    outputWatermark.update();
    updateStatus();
    if (inputAtEnd && buffer().isEmpty()) {
      quiet.report();
    }
  }

  /** Downstream does not wait for the watermark of who is idle, so nothing may be held then. */
  private void updateStatus() {
    boolean idle = inputIdle && buffer().isEmpty();
    if (idle != announcedIdle) {
      announcedIdle = idle;
      output.emitWatermarkStatus(idle ? WatermarkStatus.IDLE : WatermarkStatus.ACTIVE);
    }
  }

  /** The sources end when nothing is left here, or because the job drains. */
  @Override
  public void endInput() {
    outputWatermark.drain();
    buffer().endInput();
    release();
  }
}

package dev.beamflink.translation.runtime.teststream;

import dev.beamflink.translation.runtime.state.CodedListState;
import dev.beamflink.translation.runtime.state.OperatorStates;
import dev.beamflink.translation.runtime.time.BeamTime;
import java.util.List;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.runtime.event.WatermarkEvent;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.jspecify.annotations.Nullable;

/**
 * A root of a pipeline with TestStreams: emits the elements and the watermark of a step when its
 * marker comes, each step once in the life of the job. Chained to the source of the markers.
 */
final class RootOperator extends AbstractStreamOperator<WindowedValue<Object>>
    implements OneInputStreamOperator<Long, WindowedValue<Object>> {

  private static final long serialVersionUID = 1L;
  private static final long NONE = -1;

  /** Id of the state that says which step was played last. */
  static final String STEP = "step";

  private final RootSpec spec;
  private final StreamRecord<WindowedValue<Object>> record = new StreamRecord<>(null);

  private transient @Nullable CodedListState<Long> stepState; // from initializeState() on
  private long playedStep = NONE;
  private long watermark = Long.MIN_VALUE;

  RootOperator(StreamOperatorParameters<WindowedValue<Object>> parameters, RootSpec spec) {
    super(parameters);
    this.spec = spec;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    CodedListState<Long> state =
        new OperatorStates(context.getOperatorStateStore(), spec.transformName())
            .list(STEP, VarLongCoder.of());
    stepState = state;
    for (long step : state.read()) {
      playedStep = step;
    }
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    if (stepState != null) {
      stepState.replaceWith(List.of(playedStep));
    }
  }

  @Override
  public void processWatermark(WatermarkEvent marker) throws Exception {
    if (TestTime.isStep(marker)) {
      play(TestTime.value(marker));
    }
    super.processWatermark(marker);
  }

  private void play(long step) {
    if (step > playedStep) {
      spec.script()
          .play(step, getRuntimeContext(), element -> output.collect(record.replace(element)));
      playedStep = step;
    }
    // Also after a restore, when the step itself is not played again.
    long next = BeamTime.toFlinkWatermark(spec.script().watermarkAfter(step));
    if (next > watermark) {
      watermark = next;
      if (next == Long.MAX_VALUE) {
        output.emitWatermark(new Watermark(BeamTime.NATURAL_END));
      }
      output.emitWatermark(new Watermark(next));
    }
  }

  @Override
  public void processElement(StreamRecord<Long> element) {
    throw new IllegalStateException(
        "The source of a TestStream's steps has no elements. This is a bug of the runner, please report it.");
  }

  /** A root's watermark is its own; the source of the steps knows none. */
  @Override
  public void processWatermark(Watermark mark) {}

  @Override
  public void processWatermarkStatus(WatermarkStatus status) {}
}

package dev.beamflink.translation.runtime.operator;

import dev.beamflink.translation.runtime.sideinput.CheckpointedSideInputs;
import dev.beamflink.translation.runtime.sideinput.SideInputGate;
import dev.beamflink.translation.runtime.sideinput.SideInputs;
import dev.beamflink.translation.runtime.sideinput.WaitingElements;
import dev.beamflink.translation.runtime.sideinput.WaitingRoom;
import dev.beamflink.translation.runtime.sideinput.WatermarkReporter;
import dev.beamflink.translation.runtime.state.OperatorStates;
import dev.beamflink.translation.runtime.teststream.MarkerAlignment;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.event.WatermarkEvent;
import org.apache.flink.runtime.operators.coordination.OperatorEvent;
import org.apache.flink.runtime.operators.coordination.OperatorEventHandler;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorV2;
import org.apache.flink.streaming.api.operators.BoundedMultiInput;
import org.apache.flink.streaming.api.operators.Input;
import org.apache.flink.streaming.api.operators.MultipleInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.jspecify.annotations.Nullable;

/** Runs a stage with side inputs but without key in STREAMING: input 1 is the main input. */
final class SideInputStageOperator extends AbstractStreamOperatorV2<WindowedValue<Object>>
    implements MultipleInputStreamOperator<WindowedValue<Object>>,
        BoundedMultiInput,
        OperatorEventHandler {

  private final SideInputStageSpec spec;
  private final OperatorStage stage;
  private final Counter lateElements;
  private final WatermarkReporter reporter;
  private final MarkerAlignment markers;
  private @Nullable Restored restored; // from initializeState() on

  private record Restored(SideInputs sideInputs, WaitingElements waiting, GatedInputs gated) {}

  SideInputStageOperator(
      StreamOperatorParameters<WindowedValue<Object>> parameters, SideInputStageSpec spec) {
    super(parameters, 1 + spec.sideInputs().inputs());
    this.spec = spec;
    stage = new OperatorStage(spec.stage(), parameters, getRuntimeContext());
    lateElements = getMetricGroup().counter("numLateRecordsDropped");
    reporter = WatermarkReporter.of(parameters);
    markers = new MarkerAlignment(1 + spec.sideInputs().inputs(), this::marker);
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    spec.sideInputs().openMappings(stage.host());
    OperatorStates states =
        new OperatorStates(context.getOperatorStateStore(), spec.transformName());
    SideInputs sideInputs =
        SideInputs.restored(spec.sideInputs(), new CheckpointedSideInputs(states));
    stage.services().setSideInputs(sideInputs);
    WaitingElements waiting =
        new WaitingElements(states.list(WaitingElements.ID, spec.elementCoder()));
    SideInputGate gate =
        new SideInputGate(
            sideInputs, waiting, stage::process, lateElements::inc, () -> WaitingRoom.NO_HOLD);
    restored =
        new Restored(
            sideInputs,
            waiting,
            new GatedInputs(
                stage.newInputEnd(), gate, reporter, this::forward, output::emitWatermarkStatus));
  }

  private Restored restored() {
    return Objects.requireNonNull(restored, "the operator has no state yet");
  }

  private GatedInputs gated() {
    return restored().gated();
  }

  @Override
  @SuppressWarnings("rawtypes") // the interface's own signature
  public List<Input> getInputs() {
    List<Input> inputs = new ArrayList<>();
    inputs.add(new Port<>(this, 1, new GatedMainPort(this::gated, markers)));
    for (int number = 1; number <= spec.sideInputs().inputs(); number++) {
      inputs.add(
          new Port<>(this, 1 + number, new SideInputPort(this::gated, number, markers, () -> {})));
    }
    return inputs;
  }

  /** A marker of a pipeline with a TestStream has come on all inputs. */
  private void marker(WatermarkEvent marker) {
    stage.finishBundle();
    output.emitWatermark(marker);
  }

  private void forward(long flinkWatermark) {
    stage.finishBundle();
    output.emitWatermark(new Watermark(flinkWatermark));
  }

  @Override
  public void handleOperatorEvent(OperatorEvent event) {
    gated().operatorEvent(event);
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) {
    stage.finishBundleBeforeBarrier();
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    restored().sideInputs().snapshot();
    restored().waiting().snapshot();
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
  public void endInput(int input) {
    stage.finishBundle();
  }

  @Override
  public void close() throws Exception {
    try {
      stage.tearDown();
    } finally {
      spec.sideInputs().closeMappings();
      super.close();
    }
  }
}

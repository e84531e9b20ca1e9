package dev.beamflink.translation.runtime.operator;

import dev.beamflink.translation.runtime.sideinput.CheckpointedSideInputs;
import dev.beamflink.translation.runtime.sideinput.SideInputBlock;
import dev.beamflink.translation.runtime.sideinput.SideInputGate;
import dev.beamflink.translation.runtime.sideinput.SideInputs;
import dev.beamflink.translation.runtime.sideinput.WaitingElements;
import dev.beamflink.translation.runtime.sideinput.WatermarkAgreedEvent;
import dev.beamflink.translation.runtime.sideinput.WatermarkReporter;
import dev.beamflink.translation.runtime.state.OperatorStates;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.metrics.Counter;
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
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
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

  private @Nullable Parts parts;
  private long emittedWatermark = Long.MIN_VALUE;
  private boolean mainIdle;
  private boolean announcedIdle;

  private record Parts(SideInputs sideInputs, WaitingElements waiting, SideInputGate gate) {}

  SideInputStageOperator(
      StreamOperatorParameters<WindowedValue<Object>> parameters, SideInputStageSpec spec) {
    super(parameters, 1 + spec.sideInputs().inputs());
    this.spec = spec;
    stage = new OperatorStage(spec.stage(), parameters, getRuntimeContext());
    lateElements = getMetricGroup().counter("numLateRecordsDropped");
    reporter = WatermarkReporter.of(parameters);
  }

  private Parts parts() {
    Parts known = parts;
    if (known == null) {
      throw new IllegalStateException("The operator's state is not there yet");
    }
    return known;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    OperatorStates states =
        new OperatorStates(context.getOperatorStateStore(), spec.transformName());
    SideInputs sideInputs =
        SideInputs.restored(spec.sideInputs(), new CheckpointedSideInputs(states));
    WaitingElements waiting =
        new WaitingElements(states.list("waiting-elements", spec.elementCoder()));
    stage.services().setSideInputs(sideInputs::reader);
    parts =
        new Parts(
            sideInputs,
            waiting,
            new SideInputGate(sideInputs, waiting, stage::process, lateElements::inc));
  }

  @Override
  public void open() throws Exception {
    super.open();
    stage.setUp();
  }

  @Override
  @SuppressWarnings("rawtypes") // the interface's own signature
  public List<Input> getInputs() {
    List<Input> inputs = new ArrayList<>();
    inputs.add(
        new Port<WindowedValue<Object>>(
            this,
            1,
            element -> parts().gate().element(element),
            this::mainWatermark,
            this::mainStatus));
    for (int i = 1; i <= spec.sideInputs().inputs(); i++) {
      int input = i;
      inputs.add(
          new Port<SideInputBlock>(
              this,
              1 + input,
              this::block,
              watermark -> sideWatermark(input, watermark),
              status -> {}));
    }
    return inputs;
  }

  private void mainWatermark(long watermark) {
    parts().gate().mainWatermark(watermark);
    advance();
  }

  private void mainStatus(WatermarkStatus status) {
    mainIdle = status.isIdle();
    advance();
  }

  private void block(SideInputBlock block) {
    parts().gate().block(block);
    advance();
  }

  private void sideWatermark(int input, long watermark) {
    parts().gate().sideWatermark(input, watermark);
    advance();
  }

  /** Tells downstream what has become of the watermark. */
  private void advance() {
    SideInputGate gate = parts().gate();
    if (gate.watermark() > emittedWatermark) {
      stage.finishBundle();
      emittedWatermark = gate.watermark();
      output.emitWatermark(new Watermark(emittedWatermark));
      reporter.update(gate);
    }
    boolean idle = mainIdle && !gate.hasWaiting();
    if (idle != announcedIdle) {
      announcedIdle = idle;
      output.emitWatermarkStatus(idle ? WatermarkStatus.IDLE : WatermarkStatus.ACTIVE);
    }
  }

  /** How far all subtasks are. */
  @Override
  public void handleOperatorEvent(OperatorEvent event) {
    if (event instanceof WatermarkAgreedEvent agreement) {
      parts().gate().forget(agreement.watermark());
    } else {
      throw new IllegalStateException(
          "Expected an agreement of subtasks, found %s. This is a bug of the runner, please report it."
              .formatted(event));
    }
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) {
    stage.finishBundle();
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    parts().sideInputs().snapshot();
    parts().waiting().snapshot();
    stage.snapshot(context.getCheckpointId());
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) throws Exception {
    super.notifyCheckpointComplete(checkpointId);
    stage.checkpointCompleted(checkpointId);
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
      super.close();
    }
  }
}

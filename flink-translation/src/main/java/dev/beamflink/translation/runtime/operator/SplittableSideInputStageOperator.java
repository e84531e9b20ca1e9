package dev.beamflink.translation.runtime.operator;

import dev.beamflink.translation.runtime.quiet.QuietReporter;
import dev.beamflink.translation.runtime.sideinput.CheckpointedSideInputs;
import dev.beamflink.translation.runtime.sideinput.SideInputGate;
import dev.beamflink.translation.runtime.sideinput.SideInputs;
import dev.beamflink.translation.runtime.sideinput.WaitingElements;
import dev.beamflink.translation.runtime.sideinput.WatermarkAgreedEvent;
import dev.beamflink.translation.runtime.sideinput.WatermarkReporter;
import dev.beamflink.translation.runtime.state.OperatorStates;
import dev.beamflink.translation.runtime.teststream.MarkerAlignment;
import dev.beamflink.translation.runtime.teststream.TestTime;
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
import org.jspecify.annotations.Nullable;

/**
 * Runs a stage with side inputs whose root processes restrictions, in STREAMING: input 1 is the
 * main input.
 *
 * <p>A restriction starts when its element's side inputs are ready, and they are kept until it is
 * done.
 */
final class SplittableSideInputStageOperator extends AbstractStreamOperatorV2<WindowedValue<Object>>
    implements MultipleInputStreamOperator<WindowedValue<Object>>,
        BoundedMultiInput,
        OperatorEventHandler {

  private final SideInputStageSpec spec;
  private final SplittableStageSpec splittableSpec;
  private final StreamOperatorParameters<WindowedValue<Object>> parameters;
  private final OperatorStage stage;
  private final Counter lateElements;
  private final WatermarkReporter reporter;
  private final QuietReporter quiet;
  private final MarkerAlignment markers;
  private @Nullable Restored restored; // from initializeState() on
  private boolean mainIsQuiet;
  private int openInputs;

  private record Restored(
      SideInputs sideInputs,
      WaitingElements waiting,
      SplittableStage splittable,
      GatedInputs gated) {}

  SplittableSideInputStageOperator(
      StreamOperatorParameters<WindowedValue<Object>> parameters,
      SideInputStageSpec spec,
      SplittableStageSpec splittableSpec) {
    super(TestTime.in(parameters), 1 + spec.sideInputs().inputs());
    this.spec = spec;
    this.splittableSpec = splittableSpec;
    this.parameters = parameters;
    stage = new OperatorStage(spec.stage(), parameters, getRuntimeContext());
    lateElements = getMetricGroup().counter("numLateRecordsDropped");
    reporter = WatermarkReporter.of(parameters);
    quiet = QuietReporter.of(parameters);
    markers = new MarkerAlignment(1 + spec.sideInputs().inputs(), this::marker);
    openInputs = 1 + spec.sideInputs().inputs();
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
    SplittableStage splittable =
        new SplittableStage(
            stage,
            splittableSpec,
            states.list(SplittableStageSpec.PENDING, splittableSpec.coder()),
            parameters,
            getProcessingTimeService(),
            this::mainIsQuiet);
    splittable.receiveWhen(sideInputs::atEnd);
    SideInputGate gate =
        new SideInputGate(
            sideInputs,
            waiting,
            splittable::process,
            lateElements::inc,
            splittable::earliestElementMillis);
    GatedInputs gated =
        new GatedInputs(
            stage.newInputEnd(),
            gate,
            reporter,
            splittable::advanceWatermark,
            splittable::inputStatus);
    restored = new Restored(sideInputs, waiting, splittable, gated);
  }

  private Restored restored() {
    return Objects.requireNonNull(restored, "the operator has no state yet");
  }

  private GatedInputs gated() {
    return restored().gated();
  }

  @Override
  public void open() throws Exception {
    super.open();
    stage.setUp();
    restored().splittable().start();
  }

  @Override
  @SuppressWarnings("rawtypes") // the interface's own signature
  public List<Input> getInputs() {
    List<Input> inputs = new ArrayList<>();
    inputs.add(new Port<>(this, 1, new GatedMainPort(this::gated, markers)));
    for (int number = 1; number <= spec.sideInputs().inputs(); number++) {
      inputs.add(
          new Port<>(
              this,
              1 + number,
              new SideInputPort(this::gated, number, markers, this::sideInputAtEnd)));
    }
    return inputs;
  }

  /** A marker of a pipeline with a TestStream has come on all inputs. */
  private void marker(WatermarkEvent marker) throws Exception {
    TestTime.arrived(marker, getProcessingTimeService());
    restored().splittable().runReady();
    output.emitWatermark(marker);
  }

  /** The sources of side inputs too may only hear of it after their last watermark. */
  private void mainIsQuiet() {
    mainIsQuiet = true;
    reportIfQuiet();
  }

  /** Restrictions of others read side inputs here; when all are at their ends, all is there. */
  private void sideInputAtEnd() {
    restored().splittable().report();
    reportIfQuiet();
  }

  private void reportIfQuiet() {
    if (mainIsQuiet && restored().sideInputs().atEnd()) {
      quiet.report();
    }
  }

  @Override
  public void handleOperatorEvent(OperatorEvent event) {
    if (event instanceof WatermarkAgreedEvent) {
      gated().operatorEvent(event);
    } else {
      restored().splittable().operatorEvent(event);
    }
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
    restored().splittable().snapshot();
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

  /** Elements may wait for a side input that ends after the main input. */
  @Override
  public void endInput(int input) throws Exception {
    openInputs--;
    if (openInputs == 0) {
      restored().splittable().endInput();
    }
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

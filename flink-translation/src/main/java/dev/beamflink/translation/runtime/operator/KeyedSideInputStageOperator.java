package dev.beamflink.translation.runtime.operator;

import dev.beamflink.translation.runtime.element.KeyedElement;
import dev.beamflink.translation.runtime.quiet.QuietReporter;
import dev.beamflink.translation.runtime.sideinput.CheckpointedSideInputs;
import dev.beamflink.translation.runtime.sideinput.KeyedWaitingElements;
import dev.beamflink.translation.runtime.sideinput.SideInputGate;
import dev.beamflink.translation.runtime.sideinput.SideInputs;
import dev.beamflink.translation.runtime.sideinput.WaitingRoom;
import dev.beamflink.translation.runtime.sideinput.WatermarkReporter;
import dev.beamflink.translation.runtime.state.KeyedStateInternals;
import dev.beamflink.translation.runtime.state.OperatorStates;
import dev.beamflink.translation.runtime.teststream.MarkerAlignment;
import dev.beamflink.translation.runtime.teststream.TestTime;
import dev.beamflink.translation.runtime.timer.TimerBackend;
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
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.jspecify.annotations.Nullable;

/**
 * Runs a stage with side inputs whose root has state or timers, in STREAMING: input 1 is the main
 * input, keyed by the encoded key.
 *
 * <p>Timers see the watermark as waiting elements hold it, so none fires before an element that it
 * would follow had the side inputs been ready.
 */
final class KeyedSideInputStageOperator extends AbstractStreamOperatorV2<WindowedValue<Object>>
    implements MultipleInputStreamOperator<WindowedValue<Object>>,
        BoundedMultiInput,
        OperatorEventHandler {

  private static final int MAIN = 1;

  private final SideInputStageSpec spec;
  private final KeyedStageSpec keyedSpec;
  private final OperatorStage stage;
  private final Counter lateElements;
  private final WatermarkReporter reporter;
  private final QuietReporter quiet;
  private final MarkerAlignment markers;
  private @Nullable SideInputs sideInputs; // from initializeState() on
  private @Nullable Opened opened; // from open() on
  private boolean mainIsQuiet;
  private int openInputs;

  private record Opened(KeyedStage keyed, GatedInputs gated) {}

  KeyedSideInputStageOperator(
      StreamOperatorParameters<WindowedValue<Object>> parameters,
      SideInputStageSpec spec,
      KeyedStageSpec keyedSpec) {
    super(TestTime.in(parameters), 1 + spec.sideInputs().inputs());
    this.spec = spec;
    this.keyedSpec = keyedSpec;
    stage = new OperatorStage(spec.stage(), parameters, getRuntimeContext());
    lateElements = getMetricGroup().counter("numLateRecordsDropped");
    reporter = WatermarkReporter.of(parameters);
    quiet = QuietReporter.of(parameters);
    openInputs = 1 + spec.sideInputs().inputs();
    markers = new MarkerAlignment(openInputs, this::marker);
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    spec.sideInputs().openMappings(stage.host());
    OperatorStates states =
        new OperatorStates(context.getOperatorStateStore(), spec.transformName());
    SideInputs restored =
        SideInputs.restored(spec.sideInputs(), new CheckpointedSideInputs(states));
    stage.services().setSideInputs(restored);
    sideInputs = restored;
  }

  private SideInputs sideInputs() {
    return Objects.requireNonNull(sideInputs, "the operator has no state yet");
  }

  @Override
  public void open() throws Exception {
    super.open();
    TimerBackend backend =
        TimerBackend.of(getKeyedStateBackend(), Objects.requireNonNull(timeServiceManager), this);
    KeyedStage keyed =
        new KeyedStage(
            stage,
            keyedSpec,
            backend,
            getProcessingTimeService(),
            watermark -> output.emitWatermark(new Watermark(watermark)),
            this::mainIsQuiet);
    KeyedStateInternals waitingState =
        new KeyedStateInternals(
            backend.state(),
            spec.transformName(),
            keyedSpec.windowCoder(),
            () -> null,
            (previous, now) -> {},
            stage.keptValues());
    SideInputGate gate =
        new SideInputGate(
            sideInputs(),
            new KeyedWaitingElements(this, waitingState, spec.elementCoder()),
            keyed::process,
            lateElements::inc,
            () -> WaitingRoom.NO_HOLD);
    opened =
        new Opened(
            keyed,
            new GatedInputs(
                stage.newInputEnd(),
                gate,
                reporter,
                keyed::advanceWatermark,
                output::emitWatermarkStatus));
  }

  private KeyedStage keyed() {
    return Objects.requireNonNull(opened, "the operator is not open").keyed();
  }

  private GatedInputs gated() {
    return Objects.requireNonNull(opened, "the operator is not open").gated();
  }

  @Override
  @SuppressWarnings("rawtypes") // the interface's own signature
  public List<Input> getInputs() {
    List<Input> inputs = new ArrayList<>();
    inputs.add(new Port<>(this, MAIN, new Main()));
    for (int number = 1; number <= spec.sideInputs().inputs(); number++) {
      inputs.add(
          new Port<>(
              this,
              1 + number,
              new SideInputPort(this::gated, number, markers, this::reportIfQuiet)));
    }
    return inputs;
  }

  private final class Main implements PortHandler<KeyedElement<Object>> {
    @Override
    public void before(KeyedElement<Object> element) throws Exception {
      keyed().beforeElementOf(element.key());
    }

    @Override
    public void element(KeyedElement<Object> element) throws Exception {
      gated().element(element.value());
    }

    @Override
    public void watermark(long flinkWatermark) throws Exception {
      gated().mainWatermark(flinkWatermark);
    }

    @Override
    public void status(WatermarkStatus status) throws Exception {
      gated().mainStatus(status);
    }

    @Override
    public void marker(WatermarkEvent marker) throws Exception {
      markers.arrived(MAIN, marker);
    }
  }

  /** A marker of a pipeline with a TestStream has come on all inputs. */
  private void marker(WatermarkEvent marker) throws Exception {
    keyed().marker(marker);
    output.emitWatermark(marker);
  }

  /** The sources of side inputs too may only hear of it after their last watermark. */
  private void mainIsQuiet() {
    mainIsQuiet = true;
    reportIfQuiet();
  }

  private void reportIfQuiet() {
    if (mainIsQuiet && sideInputs().atEnd()) {
      quiet.report();
    }
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
    sideInputs().snapshot();
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
      keyed().endInput();
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

package dev.beamflink.translation.runtime.operator;

import dev.beamflink.translation.runtime.sideinput.SideInputs;
import dev.beamflink.translation.runtime.state.OperatorStates;
import java.util.List;
import java.util.Objects;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.runtime.operators.coordination.OperatorEvent;
import org.apache.flink.runtime.operators.coordination.OperatorEventHandler;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorV2;
import org.apache.flink.streaming.api.operators.BoundedMultiInput;
import org.apache.flink.streaming.api.operators.Input;
import org.apache.flink.streaming.api.operators.InputSelectable;
import org.apache.flink.streaming.api.operators.InputSelection;
import org.apache.flink.streaming.api.operators.MultipleInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.jspecify.annotations.Nullable;

/**
 * Runs a stage with side inputs whose root processes restrictions, in BATCH: reads input 2, all
 * side inputs, to its end before it takes the first element from input 1.
 */
final class BatchSplittableSideInputStageOperator
    extends AbstractStreamOperatorV2<WindowedValue<Object>>
    implements MultipleInputStreamOperator<WindowedValue<Object>>,
        InputSelectable,
        BoundedMultiInput,
        OperatorEventHandler {

  private static final int MAIN = 1;
  private static final int SIDE = 2;
  private static final InputSelection MAIN_ONLY =
      new InputSelection.Builder().select(MAIN).build(2);
  private static final InputSelection SIDE_ONLY =
      new InputSelection.Builder().select(SIDE).build(2);

  private final SplittableStageSpec spec;
  private final StreamOperatorParameters<WindowedValue<Object>> parameters;
  private final OperatorStage stage;
  private final SideInputs sideInputs;
  private @Nullable SplittableStage splittable; // from initializeState() on
  private boolean sideInputsRead;

  BatchSplittableSideInputStageOperator(
      StreamOperatorParameters<WindowedValue<Object>> parameters,
      SideInputStageSpec sideInputSpec,
      SplittableStageSpec spec) {
    super(parameters, 2);
    this.spec = spec;
    this.parameters = parameters;
    stage = new OperatorStage(sideInputSpec.stage(), parameters, getRuntimeContext());
    sideInputs = SideInputs.inMemory(sideInputSpec.sideInputs());
    stage.services().setSideInputs(sideInputs);
  }

  /** BATCH has no checkpoints, so that state is no more than a place to start from: empty. */
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
            () -> {}); // no source waits for it
  }

  private SplittableStage splittable() {
    return Objects.requireNonNull(splittable, "the operator has no state yet");
  }

  /** Others share when they have read all side inputs, which is before they have a restriction. */
  @Override
  public void handleOperatorEvent(OperatorEvent event) {
    splittable().operatorEvent(event);
  }

  @Override
  public void open() throws Exception {
    super.open();
    stage.setUp();
  }

  @Override
  @SuppressWarnings("rawtypes") // the interface's own signature
  public List<Input> getInputs() {
    return List.of(
        new Port<>(this, MAIN, new Main()),
        new Port<>(this, SIDE, new BatchSideInputPort(sideInputs)));
  }

  private final class Main implements PortHandler<WindowedValue<Object>> {
    @Override
    public void element(WindowedValue<Object> element) {
      splittable().process(element);
    }

    @Override
    public void watermark(long flinkWatermark) {
      splittable().advanceWatermark(flinkWatermark);
    }
  }

  @Override
  public InputSelection nextSelection() {
    return sideInputsRead ? MAIN_ONLY : SIDE_ONLY;
  }

  @Override
  public void endInput(int input) throws Exception {
    if (input == SIDE) {
      sideInputsRead = true;
    } else {
      splittable().endInput();
    }
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

package dev.beamflink.translation.runtime.operator;

import dev.beamflink.translation.runtime.sideinput.SideInputs;
import java.util.List;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorV2;
import org.apache.flink.streaming.api.operators.BoundedMultiInput;
import org.apache.flink.streaming.api.operators.Input;
import org.apache.flink.streaming.api.operators.InputSelectable;
import org.apache.flink.streaming.api.operators.InputSelection;
import org.apache.flink.streaming.api.operators.MultipleInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.watermark.Watermark;

/**
 * Runs a stage with side inputs but without key in BATCH: reads input 2, all side inputs, to its
 * end before it takes the first element from input 1.
 */
final class BatchSideInputStageOperator extends AbstractStreamOperatorV2<WindowedValue<Object>>
    implements MultipleInputStreamOperator<WindowedValue<Object>>,
        InputSelectable,
        BoundedMultiInput {

  private static final int MAIN = 1;
  private static final int SIDE = 2;
  private static final InputSelection MAIN_ONLY =
      new InputSelection.Builder().select(MAIN).build(2);
  private static final InputSelection SIDE_ONLY =
      new InputSelection.Builder().select(SIDE).build(2);

  private final OperatorStage stage;
  private final SideInputs sideInputs;
  private boolean sideInputsRead;

  BatchSideInputStageOperator(
      StreamOperatorParameters<WindowedValue<Object>> parameters, SideInputStageSpec spec) {
    super(parameters, 2);
    stage = new OperatorStage(spec.stage(), parameters, getRuntimeContext());
    sideInputs = SideInputs.inMemory(spec.sideInputs());
    stage.services().setSideInputs(sideInputs);
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
      stage.process(element);
    }

    @Override
    public void watermark(long flinkWatermark) {
      stage.finishBundle();
      output.emitWatermark(new Watermark(flinkWatermark));
    }
  }

  @Override
  public InputSelection nextSelection() {
    return sideInputsRead ? MAIN_ONLY : SIDE_ONLY;
  }

  @Override
  public void endInput(int input) {
    if (input == SIDE) {
      sideInputsRead = true;
    } else {
      stage.finishBundle();
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

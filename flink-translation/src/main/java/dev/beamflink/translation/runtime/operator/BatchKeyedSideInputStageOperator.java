package dev.beamflink.translation.runtime.operator;

import dev.beamflink.translation.runtime.element.KeyedElement;
import dev.beamflink.translation.runtime.sideinput.SideInputs;
import dev.beamflink.translation.runtime.timer.TimerBackend;
import java.util.List;
import java.util.Objects;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorV2;
import org.apache.flink.streaming.api.operators.BoundedMultiInput;
import org.apache.flink.streaming.api.operators.Input;
import org.apache.flink.streaming.api.operators.MultipleInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.jspecify.annotations.Nullable;

/**
 * Runs a stage with side inputs whose root has state or timers, in BATCH: input 1 is the main
 * input, which Flink sorts by key, input 2 all side inputs. Flink reads inputs that it does not
 * sort to their end before it hands out the first sorted element, so nothing has to be selected
 * here; an operator with sorted inputs may not select.
 */
final class BatchKeyedSideInputStageOperator extends AbstractStreamOperatorV2<WindowedValue<Object>>
    implements MultipleInputStreamOperator<WindowedValue<Object>>, BoundedMultiInput {

  private static final int MAIN = 1;
  private static final int SIDE = 2;

  private final KeyedStageSpec keyedSpec;
  private final OperatorStage stage;
  private final SideInputs sideInputs;
  private @Nullable KeyedStage keyed; // from open() on
  private boolean sideInputsRead;

  BatchKeyedSideInputStageOperator(
      StreamOperatorParameters<WindowedValue<Object>> parameters,
      SideInputStageSpec spec,
      KeyedStageSpec keyedSpec) {
    super(parameters, 2);
    this.keyedSpec = keyedSpec;
    stage = new OperatorStage(spec.stage(), parameters, getRuntimeContext());
    sideInputs = SideInputs.inMemory(spec.sideInputs());
    stage.services().setSideInputs(sideInputs);
  }

  @Override
  public void open() throws Exception {
    super.open();
    keyed =
        new KeyedStage(
            stage,
            keyedSpec,
            TimerBackend.of(
                getKeyedStateBackend(), Objects.requireNonNull(timeServiceManager), this),
            getProcessingTimeService(),
            watermark -> output.emitWatermark(new Watermark(watermark)),
            () -> {}); // sources wait for nobody
  }

  private KeyedStage keyed() {
    return Objects.requireNonNull(keyed, "the operator is not open");
  }

  @Override
  @SuppressWarnings("rawtypes") // the interface's own signature
  public List<Input> getInputs() {
    return List.of(
        new Port<>(this, MAIN, new Main()),
        new Port<>(this, SIDE, new BatchSideInputPort(sideInputs)));
  }

  private final class Main implements PortHandler<KeyedElement<Object>> {
    @Override
    public void before(KeyedElement<Object> element) throws Exception {
      keyed().beforeElementOf(element.key());
    }

    @Override
    public void element(KeyedElement<Object> element) throws Exception {
      if (!sideInputsRead) {
        throw new IllegalStateException(
            "Flink handed out a sorted element before the side inputs were read. This is a bug of the runner, please report it.");
      }
      keyed().process(element.value());
    }

    @Override
    public void watermark(long flinkWatermark) throws Exception {
      keyed().advanceWatermark(flinkWatermark);
    }
  }

  @Override
  public void endInput(int input) throws Exception {
    if (input == SIDE) {
      sideInputsRead = true;
    } else {
      keyed().endInput();
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

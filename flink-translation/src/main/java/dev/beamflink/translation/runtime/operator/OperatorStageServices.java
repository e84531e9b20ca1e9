package dev.beamflink.translation.runtime.operator;

import dev.beamflink.translation.runtime.element.EncodedKey;
import dev.beamflink.translation.runtime.keyed.CurrentKey;
import dev.beamflink.translation.runtime.metrics.MetricsAccumulator;
import dev.beamflink.translation.runtime.sideinput.SideInputs;
import dev.beamflink.translation.runtime.stage.Receiver;
import dev.beamflink.translation.runtime.stage.StageServices;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.beam.runners.core.NullSideInputReader;
import org.apache.beam.runners.core.SideInputReader;
import org.apache.beam.runners.core.StateInternals;
import org.apache.beam.runners.core.TimerInternals;
import org.apache.beam.sdk.metrics.MetricsContainer;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.DoFn.BundleFinalizer;
import org.jspecify.annotations.Nullable;

/**
 * The services of an operator for its stage, put together from the operator's parts.
 *
 * <p>The stage is built before its operator has state: operators that have keyed parts or side
 * inputs set them afterwards, before the first element.
 */
final class OperatorStageServices implements StageServices {

  private final PipelineOptions options;
  private final StageOutputs outputs;
  private final BundleFinalizer finalizer;
  private final MetricsAccumulator metrics;
  private Function<String, SideInputReader> sideInputs = transform -> NullSideInputReader.empty();
  private LongSupplier sideInputsVersion = () -> 0;
  private @Nullable StateInternals state;
  private @Nullable TimerInternals timers;
  private @Nullable CurrentKey key;
  private @Nullable LongConsumer growth;

  OperatorStageServices(
      PipelineOptions options,
      StageOutputs outputs,
      BundleFinalizer finalizer,
      MetricsAccumulator metrics) {
    this.options = options;
    this.outputs = outputs;
    this.finalizer = finalizer;
    this.metrics = metrics;
  }

  /**
   * Sets the keyed parts.
   *
   * @param stateGrowth is told how many bytes more the current key takes
   */
  void setKeyed(
      CurrentKey currentKey,
      StateInternals keyedState,
      TimerInternals keyedTimers,
      LongConsumer stateGrowth) {
    key = currentKey;
    state = keyedState;
    timers = keyedTimers;
    growth = stateGrowth;
  }

  void setSideInputs(SideInputs all) {
    sideInputs = all::reader;
    sideInputsVersion = all::version;
  }

  @Override
  public PipelineOptions options() {
    return options;
  }

  @Override
  public Receiver output(int index) {
    return outputs.get(index);
  }

  @Override
  public SideInputReader sideInputs(String transformName) {
    return sideInputs.apply(transformName);
  }

  @Override
  public long sideInputsVersion() {
    return sideInputsVersion.getAsLong();
  }

  @Override
  public StateInternals state() {
    return keyed(state, "state");
  }

  @Override
  public TimerInternals timers() {
    return keyed(timers, "timers");
  }

  @Override
  public <T> T withKey(EncodedKey other, Supplier<T> action) {
    return keyed(key, "keys").with(other, action);
  }

  @Override
  public void stateGrew(long bytes) {
    keyed(growth, "keys").accept(bytes);
  }

  private static <T> T keyed(@Nullable T part, String what) {
    if (part == null) {
      throw new IllegalStateException(
          "A stage without key asked for " + what + ": a bug of the runner");
    }
    return part;
  }

  @Override
  public BundleFinalizer bundleFinalizer() {
    return finalizer;
  }

  @Override
  public MetricsContainer metrics(String transformName) {
    return metrics.metrics().getContainer(transformName);
  }
}

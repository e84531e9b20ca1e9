package dev.beamflink.translation.runtime.operator;

import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/** Makes the operator of a stage with side inputs whose root has state or timers, for BATCH. */
public final class BatchKeyedSideInputStageOperatorFactory
    extends AbstractStreamOperatorFactory<WindowedValue<Object>> {

  private static final long serialVersionUID = 1L;

  private final SideInputStageSpec spec;
  private final KeyedStageSpec keyedSpec;

  public BatchKeyedSideInputStageOperatorFactory(
      SideInputStageSpec spec, KeyedStageSpec keyedSpec) {
    this.spec = spec;
    this.keyedSpec = keyedSpec;
  }

  @Override
  // As Flink's own factories do: the caller names the type that it wants.
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  public <T extends StreamOperator<WindowedValue<Object>>> T createStreamOperator(
      StreamOperatorParameters<WindowedValue<Object>> parameters) {
    return (T) new BatchKeyedSideInputStageOperator(parameters, spec, keyedSpec);
  }

  @Override
  @SuppressWarnings("rawtypes") // the interface's own signature
  public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
    return BatchKeyedSideInputStageOperator.class;
  }
}

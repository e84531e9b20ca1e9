package dev.beamflink.translation.runtime.operator;

import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/** Makes the operator of a stage with side inputs whose root processes restrictions; BATCH. */
public final class BatchSplittableSideInputStageOperatorFactory
    extends AbstractStreamOperatorFactory<WindowedValue<Object>> {

  private static final long serialVersionUID = 1L;

  private final SideInputStageSpec sideInputSpec;
  private final SplittableStageSpec spec;

  public BatchSplittableSideInputStageOperatorFactory(
      SideInputStageSpec sideInputSpec, SplittableStageSpec spec) {
    this.sideInputSpec = sideInputSpec;
    this.spec = spec;
  }

  @Override
  // As Flink's own factories do: the caller names the type that it wants.
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  public <T extends StreamOperator<WindowedValue<Object>>> T createStreamOperator(
      StreamOperatorParameters<WindowedValue<Object>> parameters) {
    return (T) new BatchSplittableSideInputStageOperator(parameters, sideInputSpec, spec);
  }

  @Override
  @SuppressWarnings("rawtypes") // the interface's own signature
  public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
    return BatchSplittableSideInputStageOperator.class;
  }
}

package dev.beamflink.translation.runtime.operator;

import dev.beamflink.translation.runtime.quiet.QuietReportingOperatorFactory;
import dev.beamflink.translation.runtime.quiet.QuietSpec;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.operators.coordination.OperatorCoordinator;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/** Makes the operator of a stage with side inputs whose root processes restrictions; BATCH. */
public final class BatchSplittableSideInputStageOperatorFactory
    extends AbstractStreamOperatorFactory<WindowedValue<Object>>
    implements QuietReportingOperatorFactory<WindowedValue<Object>> {

  private static final long serialVersionUID = 1L;

  private final SideInputStageSpec sideInputSpec;
  private final SplittableStageSpec spec;

  public BatchSplittableSideInputStageOperatorFactory(
      SideInputStageSpec sideInputSpec, SplittableStageSpec spec) {
    this.sideInputSpec = sideInputSpec;
    this.spec = spec;
  }

  @Override
  public QuietSpec quietSpec() {
    return spec.quiet();
  }

  @Override
  public OperatorCoordinator.Provider getCoordinatorProvider(
      String operatorName, OperatorID operatorId) {
    return spec.sharing()
        .coordinator(
            operatorId,
            QuietReportingOperatorFactory.super.getCoordinatorProvider(operatorName, operatorId));
  }

  @Override
  // As Flink's own factories do: the caller names the type that it wants.
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  public <T extends StreamOperator<WindowedValue<Object>>> T createStreamOperator(
      StreamOperatorParameters<WindowedValue<Object>> parameters) {
    BatchSplittableSideInputStageOperator operator =
        new BatchSplittableSideInputStageOperator(parameters, sideInputSpec, spec);
    parameters
        .getOperatorEventDispatcher()
        .registerEventHandler(parameters.getStreamConfig().getOperatorID(), operator);
    return (T) operator;
  }

  @Override
  @SuppressWarnings("rawtypes") // the interface's own signature
  public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
    return BatchSplittableSideInputStageOperator.class;
  }
}

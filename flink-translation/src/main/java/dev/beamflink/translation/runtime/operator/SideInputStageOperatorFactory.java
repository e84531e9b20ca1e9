package dev.beamflink.translation.runtime.operator;

import dev.beamflink.translation.runtime.format.Described;
import dev.beamflink.translation.runtime.format.OperatorDescription;
import dev.beamflink.translation.runtime.sideinput.WatermarkAgreementProvider;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.operators.coordination.OperatorCoordinator;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.CoordinatedOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/** Makes the operator of a stage with side inputs but without key, for STREAMING. */
public final class SideInputStageOperatorFactory
    extends AbstractStreamOperatorFactory<WindowedValue<Object>>
    implements CoordinatedOperatorFactory<WindowedValue<Object>>, Described {

  private static final long serialVersionUID = 1L;

  private final SideInputStageSpec spec;

  public SideInputStageOperatorFactory(SideInputStageSpec spec) {
    this.spec = spec;
  }

  @Override
  // As Flink's own factories do: the caller names the type that it wants.
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  public <T extends StreamOperator<WindowedValue<Object>>> T createStreamOperator(
      StreamOperatorParameters<WindowedValue<Object>> parameters) {
    SideInputStageOperator operator = new SideInputStageOperator(parameters, spec);
    parameters
        .getOperatorEventDispatcher()
        .registerEventHandler(parameters.getStreamConfig().getOperatorID(), operator);
    return (T) operator;
  }

  @Override
  public OperatorCoordinator.Provider getCoordinatorProvider(
      String operatorName, OperatorID operatorId) {
    return new WatermarkAgreementProvider(operatorId, null);
  }

  @Override
  public OperatorDescription describe() {
    return new OperatorDescription("", spec.describeStates());
  }

  @Override
  @SuppressWarnings("rawtypes") // the interface's own signature
  public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
    return SideInputStageOperator.class;
  }
}

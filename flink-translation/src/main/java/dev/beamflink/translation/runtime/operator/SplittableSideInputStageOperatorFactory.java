package dev.beamflink.translation.runtime.operator;

import dev.beamflink.translation.runtime.format.Described;
import dev.beamflink.translation.runtime.format.OperatorDescription;
import dev.beamflink.translation.runtime.format.StateDescription;
import dev.beamflink.translation.runtime.quiet.QuietReportingOperatorFactory;
import dev.beamflink.translation.runtime.quiet.QuietSpec;
import dev.beamflink.translation.runtime.sideinput.WatermarkAgreementProvider;
import java.util.List;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.operators.coordination.OperatorCoordinator;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/** Makes the operator of a stage with side inputs whose root processes restrictions; STREAMING. */
public final class SplittableSideInputStageOperatorFactory
    extends AbstractStreamOperatorFactory<WindowedValue<Object>>
    implements QuietReportingOperatorFactory<WindowedValue<Object>>, Described {

  private static final long serialVersionUID = 1L;

  private final SideInputStageSpec spec;
  private final SplittableStageSpec splittableSpec;

  public SplittableSideInputStageOperatorFactory(
      SideInputStageSpec spec, SplittableStageSpec splittableSpec) {
    this.spec = spec;
    this.splittableSpec = splittableSpec;
  }

  @Override
  public QuietSpec quietSpec() {
    return splittableSpec.quiet();
  }

  @Override
  public OperatorCoordinator.Provider getCoordinatorProvider(
      String operatorName, OperatorID operatorId) {
    return new WatermarkAgreementProvider(
        operatorId,
        splittableSpec
            .sharing()
            .coordinator(
                operatorId,
                QuietReportingOperatorFactory.super.getCoordinatorProvider(
                    operatorName, operatorId)));
  }

  @Override
  // As Flink's own factories do: the caller names the type that it wants.
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  public <T extends StreamOperator<WindowedValue<Object>>> T createStreamOperator(
      StreamOperatorParameters<WindowedValue<Object>> parameters) {
    SplittableSideInputStageOperator operator =
        new SplittableSideInputStageOperator(parameters, spec, splittableSpec);
    parameters
        .getOperatorEventDispatcher()
        .registerEventHandler(parameters.getStreamConfig().getOperatorID(), operator);
    return (T) operator;
  }

  @Override
  public OperatorDescription describe() {
    List<StateDescription> states = spec.describeStates();
    states.add(splittableSpec.describeState());
    return new OperatorDescription("", states);
  }

  @Override
  @SuppressWarnings("rawtypes") // the interface's own signature
  public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
    return SplittableSideInputStageOperator.class;
  }
}

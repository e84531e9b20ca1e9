package dev.beamflink.translation.runtime.operator;

import dev.beamflink.translation.runtime.format.Described;
import dev.beamflink.translation.runtime.format.OperatorDescription;
import dev.beamflink.translation.runtime.quiet.QuietReportingOperatorFactory;
import dev.beamflink.translation.runtime.quiet.QuietSpec;
import java.util.List;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.operators.coordination.OperatorCoordinator;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/** Makes the operator of a stage whose root processes restrictions. */
public final class SplittableStageOperatorFactory
    extends AbstractStreamOperatorFactory<WindowedValue<Object>>
    implements OneInputStreamOperatorFactory<WindowedValue<Object>, WindowedValue<Object>>,
        QuietReportingOperatorFactory<WindowedValue<Object>>,
        Described {

  private static final long serialVersionUID = 1L;

  private final StageOperatorSpec stageSpec;
  private final SplittableStageSpec spec;

  public SplittableStageOperatorFactory(StageOperatorSpec stageSpec, SplittableStageSpec spec) {
    this.stageSpec = stageSpec;
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
    SplittableStageOperator operator = new SplittableStageOperator(parameters, stageSpec, spec);
    parameters
        .getOperatorEventDispatcher()
        .registerEventHandler(parameters.getStreamConfig().getOperatorID(), operator);
    return (T) operator;
  }

  @Override
  public OperatorDescription describe() {
    return new OperatorDescription("", List.of(spec.describeState()));
  }

  @Override
  @SuppressWarnings("rawtypes") // the interface's own signature
  public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
    return SplittableStageOperator.class;
  }
}

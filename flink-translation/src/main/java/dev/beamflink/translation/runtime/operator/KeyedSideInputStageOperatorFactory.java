package dev.beamflink.translation.runtime.operator;

import dev.beamflink.translation.runtime.format.Described;
import dev.beamflink.translation.runtime.format.OperatorDescription;
import dev.beamflink.translation.runtime.format.StateDescription;
import dev.beamflink.translation.runtime.quiet.QuietReportingOperatorFactory;
import dev.beamflink.translation.runtime.quiet.QuietSpec;
import dev.beamflink.translation.runtime.sideinput.CheckpointedSideInputs;
import dev.beamflink.translation.runtime.sideinput.KeyedWaitingElements;
import dev.beamflink.translation.runtime.sideinput.WatermarkAgreementProvider;
import dev.beamflink.translation.runtime.stage.StatefulRoot;
import dev.beamflink.translation.runtime.state.KeyedStateDescriber;
import dev.beamflink.translation.runtime.state.OperatorStateDescriber;
import java.util.List;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.operators.coordination.OperatorCoordinator;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/** Makes the operator of a stage with side inputs whose root has state or timers, for STREAMING. */
public final class KeyedSideInputStageOperatorFactory
    extends AbstractStreamOperatorFactory<WindowedValue<Object>>
    implements QuietReportingOperatorFactory<WindowedValue<Object>>, Described {

  private static final long serialVersionUID = 1L;

  private final SideInputStageSpec spec;
  private final KeyedStageSpec keyedSpec;

  public KeyedSideInputStageOperatorFactory(SideInputStageSpec spec, KeyedStageSpec keyedSpec) {
    this.spec = spec;
    this.keyedSpec = keyedSpec;
  }

  @Override
  public QuietSpec quietSpec() {
    return keyedSpec.quiet();
  }

  @Override
  public OperatorCoordinator.Provider getCoordinatorProvider(
      String operatorName, OperatorID operatorId) {
    return new WatermarkAgreementProvider(
        operatorId,
        QuietReportingOperatorFactory.super.getCoordinatorProvider(operatorName, operatorId));
  }

  @Override
  // As Flink's own factories do: the caller names the type that it wants.
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  public <T extends StreamOperator<WindowedValue<Object>>> T createStreamOperator(
      StreamOperatorParameters<WindowedValue<Object>> parameters) {
    KeyedSideInputStageOperator operator =
        new KeyedSideInputStageOperator(parameters, spec, keyedSpec);
    parameters
        .getOperatorEventDispatcher()
        .registerEventHandler(parameters.getStreamConfig().getOperatorID(), operator);
    return (T) operator;
  }

  @Override
  public OperatorDescription describe() {
    StatefulRoot root = spec.stage().statefulRoot();
    List<StateDescription> states = keyedSpec.describeStates(root);
    states.add(
        new KeyedStateDescriber(spec.transformName(), keyedSpec.windowCoder())
            .describe(KeyedWaitingElements.tag(spec.elementCoder())));
    states.addAll(
        CheckpointedSideInputs.describe(new OperatorStateDescriber(spec.transformName())));
    return new OperatorDescription("", states, root.timers().describe());
  }

  @Override
  @SuppressWarnings("rawtypes") // the interface's own signature
  public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
    return KeyedSideInputStageOperator.class;
  }
}

package dev.beamflink.translation.runtime.operator;

import dev.beamflink.translation.runtime.element.KeyedElement;
import dev.beamflink.translation.runtime.format.Described;
import dev.beamflink.translation.runtime.format.OperatorDescription;
import dev.beamflink.translation.runtime.quiet.QuietReportingOperatorFactory;
import dev.beamflink.translation.runtime.quiet.QuietSpec;
import dev.beamflink.translation.runtime.stage.StatefulRoot;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/** Makes the operator of a stage whose root has state or timers. */
public final class KeyedStageOperatorFactory
    extends AbstractStreamOperatorFactory<WindowedValue<Object>>
    implements OneInputStreamOperatorFactory<KeyedElement<Object>, WindowedValue<Object>>,
        QuietReportingOperatorFactory<WindowedValue<Object>>,
        Described {

  private static final long serialVersionUID = 1L;

  private final StageOperatorSpec spec;
  private final KeyedStageSpec keyedSpec;

  public KeyedStageOperatorFactory(StageOperatorSpec spec, KeyedStageSpec keyedSpec) {
    this.spec = spec;
    this.keyedSpec = keyedSpec;
  }

  @Override
  public QuietSpec quietSpec() {
    return keyedSpec.quiet();
  }

  @Override
  // As Flink's own factories do: the caller names the type that it wants.
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  public <T extends StreamOperator<WindowedValue<Object>>> T createStreamOperator(
      StreamOperatorParameters<WindowedValue<Object>> parameters) {
    return (T) new KeyedStageOperator(parameters, spec, keyedSpec);
  }

  @Override
  public OperatorDescription describe() {
    StatefulRoot root = spec.statefulRoot();
    return new OperatorDescription("", keyedSpec.describeStates(root), root.timers().describe());
  }

  @Override
  @SuppressWarnings("rawtypes") // the interface's own signature
  public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
    return KeyedStageOperator.class;
  }
}

package dev.beamflink.translation.runtime.stable;

import dev.beamflink.translation.runtime.format.Described;
import dev.beamflink.translation.runtime.format.OperatorDescription;
import dev.beamflink.translation.runtime.quiet.QuietReportingOperatorFactory;
import dev.beamflink.translation.runtime.quiet.QuietSpec;
import dev.beamflink.translation.runtime.state.OperatorStateDescriber;
import java.util.List;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/** Makes the operator ahead of a stage with stable input; STREAMING. */
public final class StableInputOperatorFactory
    extends AbstractStreamOperatorFactory<WindowedValue<Object>>
    implements OneInputStreamOperatorFactory<WindowedValue<Object>, WindowedValue<Object>>,
        QuietReportingOperatorFactory<WindowedValue<Object>>,
        Described {

  private static final long serialVersionUID = 1L;

  private final StableInputSpec spec;

  public StableInputOperatorFactory(StableInputSpec spec) {
    this.spec = spec;
  }

  @Override
  public QuietSpec quietSpec() {
    return spec.quiet();
  }

  @Override
  // As Flink's own factories do: the caller names the type that it wants.
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  public <T extends StreamOperator<WindowedValue<Object>>> T createStreamOperator(
      StreamOperatorParameters<WindowedValue<Object>> parameters) {
    return (T) new StableInputOperator(parameters, spec);
  }

  @Override
  public OperatorDescription describe() {
    return new OperatorDescription(
        "",
        List.of(
            new OperatorStateDescriber(spec.transformName())
                .list(StableInputSpec.BUFFER, spec.coder())));
  }

  @Override
  @SuppressWarnings("rawtypes") // the interface's own signature
  public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
    return StableInputOperator.class;
  }
}

package dev.beamflink.translation.runtime.stable;

import dev.beamflink.translation.runtime.quiet.QuietReportingOperatorFactory;
import dev.beamflink.translation.runtime.quiet.QuietSpec;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/** Makes the operator ahead of a stage with stable input; STREAMING. */
public final class StableInputOperatorFactory
    extends AbstractStreamOperatorFactory<WindowedValue<Object>>
    implements OneInputStreamOperatorFactory<WindowedValue<Object>, WindowedValue<Object>>,
        QuietReportingOperatorFactory<WindowedValue<Object>> {

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
  @SuppressWarnings("rawtypes") // the interface's own signature
  public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
    return StableInputOperator.class;
  }
}

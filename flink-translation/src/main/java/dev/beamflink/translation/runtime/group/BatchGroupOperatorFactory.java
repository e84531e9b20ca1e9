package dev.beamflink.translation.runtime.group;

import dev.beamflink.translation.runtime.sort.EncodedPair;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/** Makes the operator of GroupByKey and Combine per key in BATCH. */
public final class BatchGroupOperatorFactory
    extends AbstractStreamOperatorFactory<WindowedValue<Object>>
    implements OneInputStreamOperatorFactory<EncodedPair, WindowedValue<Object>> {

  private static final long serialVersionUID = 1L;

  private final BatchGroupSpec spec;

  public BatchGroupOperatorFactory(BatchGroupSpec spec) {
    this.spec = spec;
  }

  @Override
  // As Flink's own factories do: the caller names the type that it wants.
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  public <T extends StreamOperator<WindowedValue<Object>>> T createStreamOperator(
      StreamOperatorParameters<WindowedValue<Object>> parameters) {
    return (T) new BatchGroupOperator(parameters, spec);
  }

  @Override
  @SuppressWarnings("rawtypes") // the interface's own signature
  public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
    return BatchGroupOperator.class;
  }
}

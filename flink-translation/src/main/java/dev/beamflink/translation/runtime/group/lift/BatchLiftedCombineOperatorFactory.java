package dev.beamflink.translation.runtime.group.lift;

import dev.beamflink.translation.runtime.sort.EncodedPair;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.ChainingStrategy;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/** Makes the operator that combines ahead of the exchange in BATCH. */
public final class BatchLiftedCombineOperatorFactory
    extends AbstractStreamOperatorFactory<EncodedPair>
    implements OneInputStreamOperatorFactory<WindowedValue<Object>, EncodedPair> {

  private static final long serialVersionUID = 1L;

  private final LiftSpec spec;

  public BatchLiftedCombineOperatorFactory(LiftSpec spec) {
    this.spec = spec;
    setChainingStrategy(ChainingStrategy.ALWAYS);
  }

  @Override
  // As Flink's own factories do: the caller names the type that it wants.
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  public <T extends StreamOperator<EncodedPair>> T createStreamOperator(
      StreamOperatorParameters<EncodedPair> parameters) {
    return (T) new BatchLiftedCombineOperator(parameters, spec);
  }

  @Override
  @SuppressWarnings("rawtypes") // the interface's own signature
  public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
    return BatchLiftedCombineOperator.class;
  }
}

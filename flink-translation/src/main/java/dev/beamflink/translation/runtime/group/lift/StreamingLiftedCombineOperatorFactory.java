package dev.beamflink.translation.runtime.group.lift;

import dev.beamflink.translation.runtime.element.KeyedElement;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.ChainingStrategy;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/** Makes the operator that combines ahead of the exchange in STREAMING. */
public final class StreamingLiftedCombineOperatorFactory
    extends AbstractStreamOperatorFactory<KeyedElement<Object>>
    implements OneInputStreamOperatorFactory<WindowedValue<Object>, KeyedElement<Object>> {

  private static final long serialVersionUID = 1L;

  private final LiftSpec spec;

  public StreamingLiftedCombineOperatorFactory(LiftSpec spec) {
    this.spec = spec;
    setChainingStrategy(ChainingStrategy.ALWAYS);
  }

  @Override
  // As Flink's own factories do: the caller names the type that it wants.
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  public <T extends StreamOperator<KeyedElement<Object>>> T createStreamOperator(
      StreamOperatorParameters<KeyedElement<Object>> parameters) {
    return (T) new StreamingLiftedCombineOperator(parameters, spec);
  }

  @Override
  @SuppressWarnings("rawtypes") // the interface's own signature
  public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
    return StreamingLiftedCombineOperator.class;
  }
}

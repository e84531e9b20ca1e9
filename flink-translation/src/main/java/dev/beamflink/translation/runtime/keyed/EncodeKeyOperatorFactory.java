package dev.beamflink.translation.runtime.keyed;

import dev.beamflink.translation.runtime.element.KeyedElement;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.ChainingStrategy;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/** Makes the operator that encodes keys ahead of a keyed exchange. */
public final class EncodeKeyOperatorFactory
    extends AbstractStreamOperatorFactory<KeyedElement<Object>>
    implements OneInputStreamOperatorFactory<WindowedValue<Object>, KeyedElement<Object>> {

  private static final long serialVersionUID = 1L;

  private final EncodeKeySpec spec;

  public EncodeKeyOperatorFactory(EncodeKeySpec spec) {
    this.spec = spec;
    setChainingStrategy(ChainingStrategy.ALWAYS);
  }

  @Override
  // As Flink's own factories do: the caller names the type that it wants.
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  public <T extends StreamOperator<KeyedElement<Object>>> T createStreamOperator(
      StreamOperatorParameters<KeyedElement<Object>> parameters) {
    return (T) new EncodeKeyOperator(parameters, spec);
  }

  @Override
  @SuppressWarnings("rawtypes") // the interface's own signature
  public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
    return EncodeKeyOperator.class;
  }
}

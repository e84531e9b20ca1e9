package dev.beamflink.translation.runtime.keyed;

import dev.beamflink.translation.runtime.element.KeyedElement;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Takes the key out of each element of a {@code PCollection<KV<K, V>>} and encodes it, once for the
 * exchange, the state and the grouping that follow. Chained to the producer.
 */
final class EncodeKeyOperator extends AbstractStreamOperator<KeyedElement<Object>>
    implements OneInputStreamOperator<WindowedValue<Object>, KeyedElement<Object>> {

  private static final long serialVersionUID = 1L;

  private final EncodeKeySpec spec;
  private final StreamRecord<KeyedElement<Object>> record = new StreamRecord<>(null);
  private long sequence;

  EncodeKeyOperator(StreamOperatorParameters<KeyedElement<Object>> parameters, EncodeKeySpec spec) {
    super(parameters);
    this.spec = spec;
  }

  @Override
  @SuppressWarnings("NullAway") // values may be null, as Beam allows
  public void processElement(StreamRecord<WindowedValue<Object>> input) {
    WindowedValue<Object> element = input.getValue();
    KV<?, ?> pair = spec.encoder().pair(element);
    spec.order().mark(record, element, sequence++);
    output.collect(
        record.replace(
            new KeyedElement<>(
                spec.encoder().encode(pair.getKey()), element.withValue(pair.getValue()))));
  }
}

package dev.beamflink.translation.runtime.keyed;

import dev.beamflink.translation.runtime.element.EncodedKey;
import dev.beamflink.translation.runtime.element.KeyedElement;
import dev.beamflink.translation.runtime.stage.TransformFailedException;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

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
  public void processElement(StreamRecord<WindowedValue<Object>> input) {
    WindowedValue<Object> element = input.getValue();
    KV<?, ?> pair = pair(element);
    spec.order().mark(record, element, sequence++);
    output.collect(
        record.replace(new KeyedElement<>(encode(pair.getKey()), element(element, pair))));
  }

  private KV<?, ?> pair(WindowedValue<Object> element) {
    if (element.getValue() instanceof KV<?, ?> pair) {
      return pair;
    }
    throw failure(
        new IllegalArgumentException(
            "The input of a grouping or stateful transform must be KV, found "
                + element.getValue()));
  }

  @SuppressWarnings("NullAway") // values may be null, as Beam allows
  private static WindowedValue<Object> element(WindowedValue<Object> element, KV<?, ?> pair) {
    return element.withValue(pair.getValue());
  }

  @SuppressWarnings("NullAway") // a key may be null if its coder takes it
  private EncodedKey encode(@Nullable Object key) {
    try {
      return EncodedKey.encode(spec.keyCoder(), key);
    } catch (Exception e) { // coders are user code
      throw failure(
          new IllegalArgumentException(
              "Key '%s' is refused by its coder %s: %s"
                  .formatted(key, spec.keyCoder(), e.getMessage()),
              e));
    }
  }

  private TransformFailedException failure(Exception cause) {
    return new TransformFailedException(spec.transformName(), "encoding of its keys", cause);
  }
}

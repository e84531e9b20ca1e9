package dev.beamflink.translation.runtime.keyed;

import dev.beamflink.translation.runtime.element.EncodingBuffer;
import dev.beamflink.translation.runtime.sort.EncodedPair;
import java.io.IOException;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Encodes key and value of each element of a {@code PCollection<KV<K, V>>}, once for the exchange
 * and the sort that follow in BATCH. Chained to the producer.
 */
final class EncodePairOperator extends AbstractStreamOperator<EncodedPair>
    implements OneInputStreamOperator<WindowedValue<Object>, EncodedPair> {

  private static final long serialVersionUID = 1L;

  private final EncodePairSpec spec;
  private final EncodingBuffer values = new EncodingBuffer();
  private final StreamRecord<EncodedPair> record = new StreamRecord<>(null);

  EncodePairOperator(StreamOperatorParameters<EncodedPair> parameters, EncodePairSpec spec) {
    super(parameters);
    this.spec = spec;
  }

  @Override
  @SuppressWarnings("NullAway") // values may be null, as Beam allows
  public void processElement(StreamRecord<WindowedValue<Object>> input) {
    WindowedValue<Object> element = input.getValue();
    KV<?, ?> pair = spec.encoder().pair(element);
    output.collect(
        record.replace(
            new EncodedPair(
                spec.encoder().encode(pair.getKey()),
                PaneRank.of(element),
                encode(element.withValue(pair.getValue())))));
  }

  private byte[] encode(WindowedValue<Object> value) {
    try {
      return values.encode(spec.elementCoder(), value);
    } catch (IOException | RuntimeException e) { // coders are user code
      throw spec.encoder().failure("encoding of its values", e);
    }
  }
}

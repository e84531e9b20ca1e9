package dev.beamflink.translation.translate;

import dev.beamflink.model.graph.TransformNode;
import dev.beamflink.translation.runtime.element.CoderTypeInformation;
import dev.beamflink.translation.runtime.element.EncodedKey;
import dev.beamflink.translation.runtime.element.EncodedKeyTypeInformation;
import dev.beamflink.translation.runtime.element.KeyedElement;
import dev.beamflink.translation.runtime.element.KeyedElementCoder;
import dev.beamflink.translation.runtime.element.WindowedValueCoder;
import dev.beamflink.translation.runtime.keyed.BatchOrder;
import dev.beamflink.translation.runtime.keyed.EncodeKeyOperatorFactory;
import dev.beamflink.translation.runtime.keyed.EncodeKeySpec;
import dev.beamflink.translation.runtime.keyed.EncodePairOperatorFactory;
import dev.beamflink.translation.runtime.keyed.EncodePairSpec;
import dev.beamflink.translation.runtime.keyed.KeyEncoder;
import dev.beamflink.translation.runtime.sort.EncodedPair;
import dev.beamflink.translation.runtime.sort.EncodedPairTypeInformation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;

/**
 * Gives translators the keyed form of a stream.
 *
 * <pre>
 *   WindowedValue&lt;KV&lt;K, V&gt;&gt; ─▶ encode-key ═keyBy═▶ KeyedElement&lt;V&gt;
 * </pre>
 *
 * The key is encoded in a node chained to the producer. The exchange is a plain {@code keyBy}:
 * custom partitioners forbid unaligned checkpoints.
 */
final class KeyedStreams {

  private static final String ENCODE_KEY = "encode-key";

  private KeyedStreams() {}

  /**
   * The main input of a transform, keyed for it.
   *
   * @throws IllegalStateException when the input's coder is not that of a KV; the graph is checked
   *     for that before
   */
  static KeyedStream<KeyedElement<Object>, EncodedKey> keyed(
      TransformNode transform, BatchOrder order, TranslationContext context) {
    return keyed(
        transform,
        new EncodeKeyOperatorFactory(new EncodeKeySpec(encoder(transform, context), order)),
        elementCoder(kvCoder(transform, context).getValueCoder(), transform, context),
        StableInput.of(transform, context),
        context);
  }

  /**
   * What a transform makes of its main input ahead of the exchange, keyed.
   *
   * @param producer is chained to the producer of the input
   * @param elementCoder of what it puts out
   */
  static KeyedStream<KeyedElement<Object>, EncodedKey> keyed(
      TransformNode transform,
      OneInputStreamOperatorFactory<WindowedValue<Object>, KeyedElement<Object>> producer,
      WindowedValueCoder<Object> elementCoder,
      DataStream<WindowedValue<Object>> input,
      TranslationContext context) {
    DataStream<KeyedElement<Object>> elements =
        Uids.assign(
            input.transform(
                name(transform),
                CoderTypeInformation.of(KeyedElementCoder.of(elementCoder)),
                producer),
            Uids.of(transform.fullName(), ENCODE_KEY),
            name(transform),
            context.consumerParallelism(transform.mainInput()));
    return keyBy(elements, kvCoder(transform, context).getKeyCoder());
  }

  /**
   * The main input of a transform in BATCH, encoded and partitioned by key. It is no keyed stream:
   * its consumer sorts it.
   */
  static DataStream<EncodedPair> pairs(TransformNode transform, TranslationContext context) {
    EncodePairSpec spec =
        new EncodePairSpec(
            encoder(transform, context),
            elementCoder(kvCoder(transform, context).getValueCoder(), transform, context));
    return pairs(transform, () -> new EncodePairOperatorFactory(spec), context);
  }

  /**
   * What a transform has made of its main input ahead of the exchange in BATCH, partitioned by key.
   * Of a union each part has a producer of its own: between tasks, elements would be written and
   * read once more.
   *
   * @param producers makes what is chained to a producer of the input
   */
  static DataStream<EncodedPair> pairs(
      TransformNode transform,
      Supplier<OneInputStreamOperatorFactory<WindowedValue<Object>, EncodedPair>> producers,
      TranslationContext context) {
    List<StreamPart> parts = context.parts(transform.mainInput());
    List<DataStream<EncodedPair>> pairs = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      String role = parts.size() == 1 ? ENCODE_KEY : ENCODE_KEY + "-" + i;
      pairs.add(
          Uids.assign(
              parts.get(i).stream()
                  .transform(name(transform), EncodedPairTypeInformation.INSTANCE, producers.get()),
              Uids.of(transform.fullName(), role),
              name(transform),
              parts.get(i).consumerParallelism()));
    }
    String name = Uids.of(transform.fullName(), "union"); // that no operator has in BATCH
    int parallelism = context.consumerParallelism(transform.mainInput());
    return new DataStream<>(
        context.environment(),
        context
            .drive()
            .union(pairs, name, parallelism)
            .keyBy(
                EncodedPair::key,
                EncodedKeyTypeInformation.of(kvCoder(transform, context).getKeyCoder()))
            .getTransformation());
  }

  /** Partitions elements that have their keys already, encoded with this coder. */
  static <V> KeyedStream<KeyedElement<V>, EncodedKey> keyBy(
      DataStream<KeyedElement<V>> elements, Coder<?> keyCoder) {
    return elements.keyBy(KeyedElement::key, EncodedKeyTypeInformation.of(keyCoder));
  }

  /** The coder of keys and values of a transform's main input. */
  @SuppressWarnings("unchecked") // translators don't care what keys and values are
  static KvCoder<Object, Object> kvCoder(TransformNode transform, TranslationContext context) {
    Coder<?> coder = context.coder(transform.mainInput());
    if (coder instanceof KvCoder<?, ?> kvCoder) {
      return (KvCoder<Object, Object>) kvCoder;
    }
    throw new IllegalStateException(
        "Transform '%s' (%s) needs an input of KV, found coder %s: a bug of the runner"
            .formatted(transform.fullName(), transform.urn(), coder));
  }

  /** The coder of elements in the windows of a transform's main input. */
  static <V> WindowedValueCoder<V> elementCoder(
      Coder<V> valueCoder, TransformNode transform, TranslationContext context) {
    return WindowedValueCoder.of(
        valueCoder, context.windowing(transform.mainInput()).getWindowFn().windowCoder());
  }

  /** Encodes the keys of a transform's main input. */
  static KeyEncoder encoder(TransformNode transform, TranslationContext context) {
    return new KeyEncoder(transform.fullName(), kvCoder(transform, context).getKeyCoder());
  }

  private static String name(TransformNode transform) {
    return transform.fullName() + " (key)";
  }
}

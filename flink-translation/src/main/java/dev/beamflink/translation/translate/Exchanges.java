package dev.beamflink.translation.translate;

import dev.beamflink.model.graph.CollectionId;
import dev.beamflink.model.graph.TransformNode;
import dev.beamflink.translation.runtime.keyed.PlaceOfKey;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * Exchanges between subtasks that leave elements as they are: windows, timestamps and panes too.
 * What follows runs at the job's parallelism.
 */
final class Exchanges {

  private Exchanges() {}

  /** Elements go anywhere, evenly. */
  static void rebalance(TransformNode transform, TranslationContext context) {
    define(transform, context.stream(transform.mainInput()).rebalance(), context);
  }

  /**
   * Elements of one key go to one subtask, so that they stay in order. The output is no keyed
   * stream: nothing behind it has state by this key, so BATCH need not sort it.
   */
  static void byKey(TransformNode transform, TranslationContext context) {
    DataStream<WindowedValue<Object>> keyed =
        context.stream(transform.mainInput())
            .keyBy(new PlaceOfKey(KeyedStreams.encoder(transform, context)), Types.INT);
    define(transform, new DataStream<>(context.environment(), keyed.getTransformation()), context);
  }

  /** Whether the elements of a transform's input have keys. */
  static boolean hasKeys(TransformNode transform, TranslationContext context) {
    return (Coder<?>) context.coder(transform.mainInput()) instanceof KvCoder<?, ?>;
  }

  private static void define(
      TransformNode transform,
      DataStream<WindowedValue<Object>> stream,
      TranslationContext context) {
    CollectionId output = transform.outputs().values().iterator().next();
    context.define(output, stream, context.settings().parallelism());
  }
}

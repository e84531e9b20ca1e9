package dev.beamflink.translation.translate;

import dev.beamflink.model.graph.TransformNode;
import dev.beamflink.translation.runtime.element.EncodedKeyTypeInformation;
import dev.beamflink.translation.runtime.source.DeduplicationFunction;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * Removes what an unbounded source delivers more than once, if it asks for that.
 *
 * <pre>
 *   source ═by record id═▶ deduplicate
 * </pre>
 */
final class Deduplication {

  private Deduplication() {}

  /**
   * The elements of a source, each record once.
   *
   * @param elements with record ids
   * @param parallelism of the node that is added
   */
  static <T> SingleOutputStreamOperator<WindowedValue<T>> of(
      TransformNode transform, DataStream<WindowedValue<T>> elements, int parallelism) {
    return Uids.assign(
        elements
            .keyBy(
                DeduplicationFunction::recordId, EncodedKeyTypeInformation.of(ByteArrayCoder.of()))
            .process(new DeduplicationFunction<>(), elements.getType()),
        Uids.of(transform.fullName(), "deduplicate"),
        transform.fullName() + "#deduplicate",
        parallelism);
  }
}

package dev.beamflink.translation.translate;

import dev.beamflink.model.graph.CollectionId;
import dev.beamflink.model.graph.TransformNode;
import dev.beamflink.translation.runtime.source.ReadTransform;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.streaming.api.datastream.DataStreamSource;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.transformations.SourceTransformation;

/** Adds source nodes. */
final class Sources {

  private Sources() {}

  /** Adds the source whose elements are a transform's output. */
  static <T> void define(
      TransformNode transform,
      Source<WindowedValue<T>, ?, ?> source,
      int parallelism,
      TranslationContext context) {
    context.define(output(transform), add(transform, source, parallelism, context));
  }

  private static CollectionId output(TransformNode transform) {
    return transform.outputs().values().iterator().next();
  }

  /** As {@link #define}, for a source that delivers records more than once, but without those. */
  static <T> void defineDeduplicated(
      TransformNode transform,
      Source<WindowedValue<T>, ?, ?> source,
      int parallelism,
      TranslationContext context) {
    context.define(
        output(transform),
        Deduplication.of(transform, add(transform, source, parallelism, context), parallelism));
  }

  /**
   * Adds the source that makes a transform's output. Watermarks come from the source itself; its
   * coordinator listens for operators that become quiet.
   */
  @SuppressWarnings("unchecked") // the transform's output has the elements of its source
  private static <T> SingleOutputStreamOperator<WindowedValue<Object>> add(
      TransformNode transform,
      Source<WindowedValue<T>, ?, ?> source,
      int parallelism,
      TranslationContext context) {
    TypeInformation<WindowedValue<Object>> type = context.type(output(transform));
    DataStreamSource<WindowedValue<Object>> stream =
        context
            .environment()
            .fromSource(
                (Source<WindowedValue<Object>, ?, ?>) (Source<?, ?, ?>) source,
                WatermarkStrategy.noWatermarks(),
                transform.fullName(),
                type);
    ((SourceTransformation<?, ?, ?>) stream.getTransformation())
        .setCoordinatorListeningID(transform.fullName());
    // Flink looks for sources from what consumes them, and this one may have no consumer.
    context.environment().addOperator(stream.getTransformation());
    return Uids.assign(stream, Uids.of(transform.fullName()), transform.fullName(), parallelism);
  }

  /** The transform's name for errors of its source. */
  static ReadTransform named(TransformNode transform) {
    return new ReadTransform(transform.fullName(), transform.urn());
  }
}

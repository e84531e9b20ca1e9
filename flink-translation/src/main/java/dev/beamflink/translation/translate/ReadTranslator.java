package dev.beamflink.translation.translate;

import dev.beamflink.model.graph.TransformNode;
import dev.beamflink.model.payload.Read;
import dev.beamflink.model.problem.InvalidPipelineException;
import dev.beamflink.model.problem.Problem;
import dev.beamflink.translation.runtime.source.BoundedReadSource;
import dev.beamflink.translation.runtime.source.BoundedReadSpec;
import dev.beamflink.translation.runtime.source.SourceOptions;
import dev.beamflink.translation.runtime.source.UnboundedReadSource;
import dev.beamflink.translation.runtime.source.UnboundedReadSpec;
import java.io.IOException;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.io.BoundedSource;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.util.construction.ReadTranslation;

/** Translates Read, bounded or unbounded, to a source. */
final class ReadTranslator implements TransformTranslator<Read> {

  /**
   * Splits to ask for, for each reader. Sources are split once, so this bounds how far a job with
   * an unbounded one can be scaled up later.
   */
  private static final int SPLITS_PER_READER = 4;

  @Override
  public Class<Read> payloadType() {
    return Read.class;
  }

  @Override
  public void translate(TransformNode transform, Read payload, TranslationContext context) {
    if (payload.bounded()) {
      bounded(transform, payload, context);
    } else {
      unbounded(transform, payload, context);
    }
  }

  private static void bounded(TransformNode transform, Read payload, TranslationContext context) {
    BoundedSource<?> source;
    try {
      source = ReadTranslation.boundedSourceFromProto(payload.proto());
    } catch (IOException e) {
      throw unreadable(transform, e);
    }
    defineBounded(transform, source, context);
  }

  /** Adds the source node of a bounded source. */
  static <T> void defineBounded(
      TransformNode transform, BoundedSource<T> source, TranslationContext context) {
    BoundedReadSpec<T> spec =
        new BoundedReadSpec<>(
            Sources.named(transform),
            source,
            context.settings().options(),
            SourceOptions.bundleSize(SPLITS_PER_READER, context.environment().getConfiguration()),
            context.pendingWork().endPolicy(transform));
    Sources.define(
        transform, new BoundedReadSource<>(spec), context.settings().parallelism(), context);
  }

  private static void unbounded(TransformNode transform, Read payload, TranslationContext context) {
    UnboundedSource<?, ?> source = ReadTranslation.unboundedSourceFromProto(payload.proto());
    if (source.requiresDeduping()) {
      throw new InvalidPipelineException(
          List.of(
              Problem.ofTransform(
                  transform.fullName(),
                  transform.urn(),
                  "its source %s delivers records more than once and asks the runner to remove"
                          .formatted(source)
                      + " the duplicates, which this runner can't do",
                  "Use a source that needs no deduplication, such as the splittable DoFn form of"
                      + " the same connector.")));
    }
    defineUnbounded(transform, source, context);
  }

  @SuppressWarnings("unchecked") // the output's coder is that of the source's elements
  private static <T> void defineUnbounded(
      TransformNode transform, UnboundedSource<T, ?> source, TranslationContext context) {
    int parallelism = context.settings().parallelism();
    UnboundedReadSpec<T> spec =
        new UnboundedReadSpec<>(
            Sources.named(transform),
            source,
            context.settings().options(),
            parallelism * SPLITS_PER_READER,
            (Coder<T>) context.coder(transform.outputs().values().iterator().next()),
            SourceOptions.watermarkInterval(context.environment().getConfiguration()),
            context.pendingWork().endPolicy(transform));
    Sources.define(transform, new UnboundedReadSource<>(spec), parallelism, context);
  }

  private static InvalidPipelineException unreadable(TransformNode transform, IOException cause) {
    InvalidPipelineException problem =
        new InvalidPipelineException(
            List.of(
                Problem.ofTransform(
                    transform.fullName(),
                    transform.urn(),
                    "its source can't be read back from the pipeline: " + cause.getMessage(),
                    "Make the source serializable, and its class visible to the runner.")));
    problem.initCause(cause);
    return problem;
  }
}

package dev.beamflink.translation.translate;

import dev.beamflink.model.graph.TransformNode;
import dev.beamflink.model.payload.Read;
import dev.beamflink.model.problem.InvalidPipelineException;
import dev.beamflink.model.problem.Problem;
import java.io.IOException;
import java.util.List;
import org.apache.beam.sdk.io.BoundedSource;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.util.construction.ReadTranslation;

/** Translates Read, bounded or unbounded, with the source from its payload. */
final class ReadTranslator implements TransformTranslator<Read> {

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
    context.drive().bounded(transform, source);
  }

  private static void unbounded(TransformNode transform, Read payload, TranslationContext context) {
    UnboundedSource<?, ?> source = ReadTranslation.unboundedSourceFromProto(payload.proto());
    context.drive().unbounded(transform, source);
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

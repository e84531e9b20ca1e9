package dev.beamflink.translation.translate;

import dev.beamflink.model.graph.TransformNode;
import dev.beamflink.model.payload.TransformPayload;

/**
 * Adds the Flink nodes of one kind of primitive. Stateless; registered in {@link
 * TranslatorRegistry}.
 *
 * @param <P> the primitive's payload
 */
public interface TransformTranslator<P extends TransformPayload> {

  /** The kind of primitive that this translates. */
  Class<P> payloadType();

  /**
   * Reads the transform's inputs from the context and defines its outputs there.
   *
   * @throws dev.beamflink.model.problem.InvalidPipelineException when the pipeline asks for
   *     something that can't run
   */
  void translate(TransformNode transform, P payload, TranslationContext context);
}

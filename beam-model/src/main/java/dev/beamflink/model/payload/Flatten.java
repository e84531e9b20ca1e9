package dev.beamflink.model.payload;

import org.apache.beam.sdk.util.construction.PTransformTranslation;

/** Emits the elements of all its inputs; may have none, or the same PCollection several times. */
public record Flatten() implements TransformPayload {

  /** The URN of the transform. */
  public static final String URN = PTransformTranslation.FLATTEN_TRANSFORM_URN;
}

package dev.beamflink.model.payload;

import org.apache.beam.sdk.util.construction.PTransformTranslation;

/** Emits one empty byte array at the minimum timestamp, in the global window. */
public record Impulse() implements TransformPayload {

  /** The URN of the transform. */
  public static final String URN = PTransformTranslation.IMPULSE_TRANSFORM_URN;
}

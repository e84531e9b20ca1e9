package dev.beamflink.model.payload;

import org.apache.beam.model.pipeline.v1.RunnerApi.ParDoPayload;
import org.apache.beam.sdk.util.construction.PTransformTranslation;

/**
 * Part of a splittable ParDo that a draining pipeline has between splitting and processing: cuts
 * restrictions down to what must still be done.
 *
 * @param proto the payload of the whole ParDo
 */
public record SdfTruncate(ParDoPayload proto) implements ParDoLike {

  /** The URN of the transform. */
  public static final String URN = PTransformTranslation.SPLITTABLE_TRUNCATE_SIZED_RESTRICTION_URN;
}

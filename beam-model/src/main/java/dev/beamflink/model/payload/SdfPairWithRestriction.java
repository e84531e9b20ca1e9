package dev.beamflink.model.payload;

import org.apache.beam.model.pipeline.v1.RunnerApi.ParDoPayload;
import org.apache.beam.sdk.util.construction.PTransformTranslation;

/**
 * First part of a splittable ParDo: {@code T} to {@code KV<T, KV<restriction, estimator state>>}.
 *
 * @param proto the payload of the whole ParDo
 */
public record SdfPairWithRestriction(ParDoPayload proto) implements ParDoLike {

  /** The URN of the transform. */
  public static final String URN = PTransformTranslation.SPLITTABLE_PAIR_WITH_RESTRICTION_URN;
}

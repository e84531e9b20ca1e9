package dev.beamflink.model.payload;

import org.apache.beam.model.pipeline.v1.RunnerApi.ParDoPayload;
import org.apache.beam.sdk.util.construction.PTransformTranslation;

/**
 * Second part of a splittable ParDo: splits each restriction initially and adds its size, giving
 * {@code KV<KV<T, KV<restriction, estimator state>>, Double>}.
 *
 * @param proto the payload of the whole ParDo
 */
public record SdfSplitAndSize(ParDoPayload proto) implements ParDoLike {

  /** The URN of the transform. */
  public static final String URN = PTransformTranslation.SPLITTABLE_SPLIT_AND_SIZE_RESTRICTIONS_URN;
}

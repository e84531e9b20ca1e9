package dev.beamflink.model.payload;

import org.apache.beam.model.pipeline.v1.RunnerApi.ParDoPayload;
import org.apache.beam.sdk.util.construction.PTransformTranslation;

/**
 * Last part of a splittable ParDo: processes elements with sized restrictions, which may be split
 * or resumed later.
 *
 * @param proto the payload of the whole ParDo
 */
public record SdfProcess(ParDoPayload proto) implements ParDoLike {

  /** The URN of the transform. */
  public static final String URN =
      PTransformTranslation.SPLITTABLE_PROCESS_SIZED_ELEMENTS_AND_RESTRICTIONS_URN;
}

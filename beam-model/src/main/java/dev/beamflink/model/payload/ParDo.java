package dev.beamflink.model.payload;

import org.apache.beam.model.pipeline.v1.RunnerApi.ParDoPayload;
import org.apache.beam.sdk.util.construction.PTransformTranslation;

/**
 * Calls a DoFn for each element. Splittable ones exist only until they are expanded.
 *
 * @param proto the payload of the ParDo
 */
public record ParDo(ParDoPayload proto) implements ParDoLike {

  /** The URN of the transform. */
  public static final String URN = PTransformTranslation.PAR_DO_TRANSFORM_URN;
}

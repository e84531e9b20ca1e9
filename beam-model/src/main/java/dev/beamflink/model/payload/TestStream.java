package dev.beamflink.model.payload;

import org.apache.beam.model.pipeline.v1.RunnerApi.TestStreamPayload;
import org.apache.beam.sdk.util.construction.PTransformTranslation;

/**
 * Plays a fixed list of elements, watermarks and clock advances.
 *
 * @param proto the payload with the events
 */
public record TestStream(TestStreamPayload proto) implements TransformPayload {

  /** The URN of the transform. */
  public static final String URN = PTransformTranslation.TEST_STREAM_TRANSFORM_URN;
}

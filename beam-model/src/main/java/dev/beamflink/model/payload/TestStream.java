package dev.beamflink.model.payload;

import org.apache.beam.model.pipeline.v1.RunnerApi.TestStreamPayload;
import org.apache.beam.sdk.util.construction.PTransformTranslation;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.collect.ImmutableSortedSet;

/**
 * Plays a fixed list of elements, watermarks and clock advances.
 *
 * @param proto the payload with the events
 */
public record TestStream(TestStreamPayload proto) implements TransformPayload {

  /** The URN of the transform. */
  public static final String URN = PTransformTranslation.TEST_STREAM_TRANSFORM_URN;

  @Override
  public ImmutableSortedSet<String> coderIds() {
    return CoderReferences.in(proto);
  }
}

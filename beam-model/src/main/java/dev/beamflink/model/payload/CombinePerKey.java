package dev.beamflink.model.payload;

import org.apache.beam.model.pipeline.v1.RunnerApi.CombinePayload;
import org.apache.beam.sdk.util.construction.PTransformTranslation;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.collect.ImmutableSortedSet;

/**
 * {@code KV<K, InputT>} to {@code KV<K, OutputT>} per key and window through accumulators. A
 * composite of the SDK that the graph has as one leaf; it never has side inputs.
 *
 * @param proto the payload with the combine function and the id of the accumulators' coder
 */
public record CombinePerKey(CombinePayload proto) implements TransformPayload {

  /** The URN of the transform. */
  public static final String URN = PTransformTranslation.COMBINE_PER_KEY_TRANSFORM_URN;

  @Override
  public ImmutableSortedSet<String> coderIds() {
    return CoderReferences.in(proto);
  }
}

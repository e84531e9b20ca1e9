package dev.beamflink.model.payload;

import org.apache.beam.model.pipeline.v1.RunnerApi.CombinePayload;
import org.apache.beam.sdk.util.construction.PTransformTranslation;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.collect.ImmutableSet;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.collect.ImmutableSortedSet;

/**
 * A part of a Combine that an SDK has taken apart, as clients do that move some of the adding up
 * ahead of the GroupByKey. Works element by element, in the SDK only: the runner never makes one.
 *
 * @param proto the payload of the Combine it comes from
 */
public record CombinePart(CombinePayload proto) implements TransformPayload {

  /** The URNs of such transforms. */
  public static final ImmutableSet<String> URNS =
      ImmutableSet.of(
          PTransformTranslation.COMBINE_PER_KEY_PRECOMBINE_TRANSFORM_URN,
          PTransformTranslation.COMBINE_PER_KEY_MERGE_ACCUMULATORS_TRANSFORM_URN,
          PTransformTranslation.COMBINE_PER_KEY_EXTRACT_OUTPUTS_TRANSFORM_URN,
          PTransformTranslation.COMBINE_PER_KEY_CONVERT_TO_ACCUMULATORS_TRANSFORM_URN,
          PTransformTranslation.COMBINE_GROUPED_VALUES_TRANSFORM_URN);

  @Override
  public ImmutableSortedSet<String> coderIds() {
    return CoderReferences.in(proto);
  }
}

package dev.beamflink.model.payload;

import java.util.Map;
import java.util.Optional;
import org.apache.beam.model.pipeline.v1.RunnerApi.FunctionSpec;
import org.apache.beam.model.pipeline.v1.RunnerApi.ParDoPayload;
import org.apache.beam.model.pipeline.v1.RunnerApi.SideInput;
import org.apache.beam.model.pipeline.v1.RunnerApi.StateSpec;
import org.apache.beam.model.pipeline.v1.RunnerApi.TimerFamilySpec;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.collect.ImmutableSortedMap;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.collect.ImmutableSortedSet;

/**
 * What calls a DoFn: a ParDo, or one of the parts that a splittable ParDo is expanded to. All parts
 * carry the payload of the ParDo they come from, but only the last one requires stable input.
 */
public sealed interface ParDoLike extends TransformPayload
    permits ParDo, SdfPairWithRestriction, SdfProcess, SdfSplitAndSize, SdfTruncate {

  /** Returns the payload as the SDK wrote it. */
  ParDoPayload proto();

  /** Returns the DoFn. */
  default FunctionSpec doFn() {
    return proto().getDoFn();
  }

  /** Returns the side inputs by the local name of the input. */
  default Map<String, SideInput> sideInputs() {
    return proto().getSideInputsMap();
  }

  /** Returns the declared states by state id, in the order of the ids. */
  default ImmutableSortedMap<String, StateSpec> states() {
    return ImmutableSortedMap.copyOf(proto().getStateSpecsMap());
  }

  /** Returns the declared timers by timer family id, in the order of the ids. */
  default ImmutableSortedMap<String, TimerFamilySpec> timerFamilies() {
    return ImmutableSortedMap.copyOf(proto().getTimerFamilySpecsMap());
  }

  /** Returns whether there is state or a timer, so that the input is processed per key. */
  default boolean stateful() {
    return proto().getStateSpecsCount() > 0 || proto().getTimerFamilySpecsCount() > 0;
  }

  /** Returns the timer family that calls {@code OnWindowExpiration}, if the DoFn has one. */
  default Optional<String> onWindowExpirationTimerFamily() {
    String family = proto().getOnWindowExpirationTimerFamilySpec();
    return family.isEmpty() ? Optional.empty() : Optional.of(family);
  }

  /**
   * Returns whether elements are processed with restrictions; their coder, of {@code
   * KV<restriction, watermark estimator state>}, is the proto's {@code restriction_coder_id}.
   */
  default boolean splittable() {
    return !proto().getRestrictionCoderId().isEmpty();
  }

  /** Returns whether elements must be the same ones when processed again after a failure. */
  default boolean requiresStableInput() {
    return proto().getRequiresStableInput();
  }

  /** Returns whether elements of a key must arrive in the order of their timestamps. */
  default boolean requiresTimeSortedInput() {
    return proto().getRequiresTimeSortedInput();
  }

  /** Returns whether the DoFn may register callbacks for when a bundle is durable. */
  default boolean requestsFinalization() {
    return proto().getRequestsFinalization();
  }

  @Override
  default ImmutableSortedSet<String> coderIds() {
    return CoderReferences.in(proto());
  }
}

package dev.beamflink.translation.runtime.stage;

import java.util.Objects;
import java.util.stream.Stream;
import org.apache.beam.sdk.transforms.reflect.DoFnSignature;
import org.apache.beam.sdk.transforms.reflect.DoFnSignature.MethodWithExtraParameters;

/** Knows which methods of a splittable DoFn look at the window of the element. */
final class ObservedWindows {

  private ObservedWindows() {}

  /** Whether any of the methods around restrictions does; false for a DoFn that has none. */
  static boolean byRestrictionsOf(DoFnSignature signature) {
    return Stream.<MethodWithExtraParameters>of(
            signature.getInitialRestriction(),
            signature.splitRestriction(),
            signature.truncateRestriction(),
            signature.newTracker(),
            signature.getSize(),
            signature.getInitialWatermarkEstimatorState(),
            signature.newWatermarkEstimator())
        .filter(Objects::nonNull)
        .anyMatch(MethodWithExtraParameters::observesWindow);
  }
}

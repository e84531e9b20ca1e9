package dev.beamflink.translation.runtime.operator;

import org.apache.beam.sdk.io.range.OffsetRange;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.splittabledofn.RestrictionTracker;
import org.apache.beam.sdk.transforms.splittabledofn.WatermarkEstimators;
import org.joda.time.Instant;

/**
 * A splittable DoFn that claims position after position and outputs nothing; elements as those of
 * {@link CountingFn}. Static, as the DoFn is copied: for one test at a time.
 */
@DoFn.BoundedPerElement
final class SilentFn extends DoFn<String, String> {

  static long calls;
  static long claims;
  static Runnable atClaim = () -> {};

  @GetInitialRestriction
  public OffsetRange all(@Element String element) {
    return new OffsetRange(0, Long.parseLong(element.split(" ", -1)[1]));
  }

  @GetInitialWatermarkEstimatorState
  public Instant start(@Timestamp Instant timestamp) {
    return timestamp;
  }

  @NewWatermarkEstimator
  public WatermarkEstimators.Manual estimator(@WatermarkEstimatorState Instant state) {
    return new WatermarkEstimators.Manual(state);
  }

  @ProcessElement
  public void process(RestrictionTracker<OffsetRange, Long> tracker) {
    calls++;
    long position = tracker.currentRestriction().getFrom();
    while (tracker.tryClaim(position)) {
      claims++;
      position++;
      atClaim.run();
    }
  }
}

package dev.beamflink.translation.testkit;

import org.apache.beam.sdk.io.range.OffsetRange;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.splittabledofn.GrowableOffsetRangeTracker;
import org.apache.beam.sdk.transforms.splittabledofn.ManualWatermarkEstimator;
import org.apache.beam.sdk.transforms.splittabledofn.RestrictionTracker;
import org.apache.beam.sdk.transforms.splittabledofn.WatermarkEstimators;
import org.joda.time.Duration;
import org.joda.time.Instant;

/** Splittable DoFns that make the numbers from 0 to their element, for jobs on a cluster. */
public final class NumbersFn {

  private NumbersFn() {}

  /** Never stops by itself before it is done. */
  public static DoFn<Long, Long> bounded() {
    return new Bounded(Long.MAX_VALUE);
  }

  /** Asks to be resumed, two milliseconds later, after every so many numbers. */
  public static DoFn<Long, Long> bounded(long perCall) {
    return new Bounded(perCall);
  }

  public static DoFn<Long, Long> unbounded(long perCall) {
    return new Unbounded(perCall);
  }

  /** One restriction that has no end, always busy. */
  public static DoFn<Long, Long> endless() {
    return new Endless();
  }

  private abstract static class Numbers extends DoFn<Long, Long> {

    private final long perCall;

    private Numbers(long perCall) {
      this.perCall = perCall;
    }

    @GetInitialRestriction
    public OffsetRange all(@Element Long count) {
      return new OffsetRange(0, count);
    }

    @SplitRestriction
    public void split(@Restriction OffsetRange range, OutputReceiver<OffsetRange> parts) {
      for (OffsetRange part : range.split(Math.max(1, range.getTo() / 5), 1)) {
        parts.output(part);
      }
    }

    @GetInitialWatermarkEstimatorState
    public Instant start() {
      return new Instant(0);
    }

    @NewWatermarkEstimator
    public WatermarkEstimators.Manual estimator(@WatermarkEstimatorState Instant state) {
      return new WatermarkEstimators.Manual(state);
    }

    @ProcessElement
    public ProcessContinuation process(
        RestrictionTracker<OffsetRange, Long> tracker,
        ManualWatermarkEstimator<Instant> watermark,
        OutputReceiver<Long> out) {
      long from = tracker.currentRestriction().getFrom();
      for (long i = from; i - from < perCall; i++) {
        if (!tracker.tryClaim(i)) {
          return ProcessContinuation.stop();
        }
        out.outputWithTimestamp(i, new Instant(i));
        watermark.setWatermark(new Instant(i));
      }
      return ProcessContinuation.resume().withResumeDelay(Duration.millis(2));
    }
  }

  @DoFn.BoundedPerElement
  private static final class Bounded extends Numbers {
    private Bounded(long perCall) {
      super(perCall);
    }
  }

  @DoFn.UnboundedPerElement
  private static final class Unbounded extends Numbers {
    private Unbounded(long perCall) {
      super(perCall);
    }
  }

  @DoFn.UnboundedPerElement
  private static final class Endless extends DoFn<Long, Long> {

    @GetInitialRestriction
    public OffsetRange all() {
      return new OffsetRange(0, Long.MAX_VALUE);
    }

    /** Unbounded, so that it is dropped when the job drains. */
    @NewTracker
    public RestrictionTracker<OffsetRange, Long> tracker(@Restriction OffsetRange range) {
      return new GrowableOffsetRangeTracker(range.getFrom(), () -> Long.MAX_VALUE);
    }

    @ProcessElement
    public void process(RestrictionTracker<OffsetRange, Long> tracker, OutputReceiver<Long> out) {
      long i = tracker.currentRestriction().getFrom();
      while (tracker.tryClaim(i)) {
        out.output(i);
        i++;
      }
    }
  }
}

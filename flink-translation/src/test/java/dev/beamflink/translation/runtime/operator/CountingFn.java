package dev.beamflink.translation.runtime.operator;

import org.apache.beam.sdk.io.range.OffsetRange;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.splittabledofn.ManualWatermarkEstimator;
import org.apache.beam.sdk.transforms.splittabledofn.OffsetRangeTracker;
import org.apache.beam.sdk.transforms.splittabledofn.RestrictionTracker;
import org.apache.beam.sdk.transforms.splittabledofn.SplitResult;
import org.apache.beam.sdk.transforms.splittabledofn.WatermarkEstimators;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * A splittable DoFn whose element says what it does: {@code name count [perCall [delayMillis]]}
 * counts from 0 to {@code count}, and after {@code perCall} outputs asks to be resumed later.
 *
 * <p>Number {@code i} has a timestamp {@code i} milliseconds after the element's, and the watermark
 * follows the numbers.
 */
final class CountingFn {

  private CountingFn() {}

  static DoFn<String, String> bounded() {
    return new Bounded();
  }

  /** Its restrictions can be split into what is done and what is left, nowhere else. */
  static DoFn<String, String> indivisible() {
    return new Indivisible();
  }

  static DoFn<String, String> unbounded() {
    return new Unbounded();
  }

  private abstract static class Counting extends DoFn<String, String> {

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
    public ProcessContinuation process(
        @Element String element,
        @Timestamp Instant timestamp,
        RestrictionTracker<OffsetRange, Long> tracker,
        ManualWatermarkEstimator<Instant> watermark,
        OutputReceiver<String> out) {
      String[] words = element.split(" ", -1);
      long from = tracker.currentRestriction().getFrom();
      long perCall = words.length > 2 ? Long.parseLong(words[2]) : Long.MAX_VALUE;
      for (long i = from; i - from < perCall; i++) {
        if (!tracker.tryClaim(i)) {
          return ProcessContinuation.stop();
        }
        out.outputWithTimestamp(words[0] + i, timestamp.plus(Duration.millis(i)));
        watermark.setWatermark(timestamp.plus(Duration.millis(i + 1)));
      }
      return ProcessContinuation.resume()
          .withResumeDelay(Duration.millis(words.length > 3 ? Long.parseLong(words[3]) : 0));
    }
  }

  @DoFn.BoundedPerElement
  private static final class Bounded extends Counting {}

  @DoFn.BoundedPerElement
  private static final class Indivisible extends Counting {

    @NewTracker
    public RestrictionTracker<OffsetRange, Long> tracker(@Restriction OffsetRange restriction) {
      return new OffsetRangeTracker(restriction) {
        @Override
        public SplitResult<OffsetRange> trySplit(double fractionOfRemainder) {
          return super.trySplit(0);
        }
      };
    }
  }

  @DoFn.UnboundedPerElement
  private static final class Unbounded extends Counting {

    /** One more number is to come when the pipeline drains. */
    @TruncateRestriction
    @SuppressWarnings("unchecked") // of() answers a raw type
    public RestrictionTracker.TruncateResult<OffsetRange> truncate(
        @Restriction OffsetRange restriction) {
      return RestrictionTracker.TruncateResult.of(
          new OffsetRange(
              restriction.getFrom(), Math.min(restriction.getFrom() + 1, restriction.getTo())));
    }
  }
}

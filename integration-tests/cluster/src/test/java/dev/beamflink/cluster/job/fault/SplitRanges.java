package dev.beamflink.cluster.job.fault;

import java.io.Serial;
import org.apache.beam.sdk.io.range.OffsetRange;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.DoFn.UnboundedPerElement;
import org.apache.beam.sdk.transforms.splittabledofn.ManualWatermarkEstimator;
import org.apache.beam.sdk.transforms.splittabledofn.RestrictionTracker;
import org.apache.beam.sdk.transforms.splittabledofn.WatermarkEstimators;
import org.joda.time.Duration;
import org.joda.time.Instant;

/** Reads {@link Content} as a splittable DoFn does: some elements, then a pause, and so on. */
@UnboundedPerElement
final class SplitRanges extends DoFn<Integer, Long> {
  @Serial private static final long serialVersionUID = 1L;

  private static final int PAUSES_PER_SECOND = 10;
  private static final Duration PAUSE = Duration.millis(1000 / PAUSES_PER_SECOND);
  private static final Duration SLOW_PAUSE = Duration.millis(500);

  private final Schedule schedule;

  SplitRanges(Schedule schedule) {
    this.schedule = schedule;
  }

  @GetInitialRestriction
  public OffsetRange all() {
    return new OffsetRange(0, schedule.elements());
  }

  @GetInitialWatermarkEstimatorState
  public Instant start() {
    return Content.START;
  }

  @NewWatermarkEstimator
  public WatermarkEstimators.Manual estimator(@WatermarkEstimatorState Instant state) {
    return new WatermarkEstimators.Manual(state);
  }

  @ProcessElement
  public ProcessContinuation process(
      @Element Integer split,
      RestrictionTracker<OffsetRange, Long> tracker,
      ManualWatermarkEstimator<Instant> watermark,
      OutputReceiver<Long> output) {
    long offset = tracker.currentRestriction().getFrom();
    boolean isSlow = schedule.isHeldBack(offset) && !schedule.meeting().isReleased();
    if (isSlow && offset == schedule.elements() - 1) {
      return ProcessContinuation.resume().withResumeDelay(SLOW_PAUSE);
    }
    long end = isSlow ? offset + 1 : offset + burst();
    for (; offset < end; offset++) {
      if (!tracker.tryClaim(offset)) {
        return ProcessContinuation.stop();
      }
      output.outputWithTimestamp(
          Content.number(split, offset), Content.timestamp(split, offset, false));
      watermark.setWatermark(Content.bound(offset + 1));
    }
    return ProcessContinuation.resume().withResumeDelay(isSlow ? SLOW_PAUSE : PAUSE);
  }

  private long burst() {
    return schedule.perSecond() == 0
        ? schedule.elements() + 1
        : schedule.perSecond() / PAUSES_PER_SECOND;
  }
}

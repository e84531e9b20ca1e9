package dev.beamflink.runner.savepoint;

import org.apache.beam.sdk.io.range.OffsetRange;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.DoFn.UnboundedPerElement;
import org.apache.beam.sdk.transforms.splittabledofn.RestrictionTracker;
import org.joda.time.Duration;

/** As {@link GatedSource}, but a splittable DoFn. */
@UnboundedPerElement
final class GatedSequenceFn extends DoFn<byte[], Long> {

  private static final long serialVersionUID = 1L;

  @GetInitialRestriction
  public OffsetRange initial() {
    return new OffsetRange(0, Gate.END);
  }

  @ProcessElement
  public ProcessContinuation process(
      RestrictionTracker<OffsetRange, Long> tracker, OutputReceiver<Long> out) {
    long next = tracker.currentRestriction().getFrom();
    while (next == Gate.END || Gate.isOpenFor(next)) {
      if (!tracker.tryClaim(next)) {
        return ProcessContinuation.stop();
      }
      out.output(next);
      next++;
    }
    return ProcessContinuation.resume().withResumeDelay(Duration.millis(10));
  }
}

package dev.beamflink.translation.runtime.splittable;

import dev.beamflink.translation.testkit.Journal;
import org.apache.beam.sdk.io.range.OffsetRange;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.splittabledofn.RestrictionTracker;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * Makes the numbers from 0 to its element: one number a call until it hears that an earlier one is
 * durable, then all others.
 */
@DoFn.UnboundedPerElement
final class DurableFn extends DoFn<Long, Long> {

  private final Journal journal;

  DurableFn(Journal journal) {
    this.journal = journal;
  }

  @GetInitialRestriction
  public OffsetRange all(@Element Long count) {
    return new OffsetRange(0, count);
  }

  @ProcessElement
  public ProcessContinuation process(
      RestrictionTracker<OffsetRange, Long> tracker,
      BundleFinalizer finalizer,
      OutputReceiver<Long> out) {
    boolean durable = journal.count("durable") > 0;
    long number = tracker.currentRestriction().getFrom();
    while (tracker.tryClaim(number)) {
      out.output(number);
      number++;
      if (!durable) {
        finalizer.afterBundleCommit(
            Instant.now().plus(Duration.standardMinutes(1)), () -> journal.write("durable"));
        return ProcessContinuation.resume().withResumeDelay(Duration.millis(1));
      }
    }
    return ProcessContinuation.stop();
  }
}

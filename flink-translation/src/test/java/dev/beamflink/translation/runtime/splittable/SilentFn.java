package dev.beamflink.translation.runtime.splittable;

import dev.beamflink.translation.testkit.Journal;
import org.apache.beam.sdk.io.range.OffsetRange;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.splittabledofn.RestrictionTracker;

/** Claims for ever and outputs nothing; writes down that it claims. */
@DoFn.BoundedPerElement
final class SilentFn extends DoFn<Long, Long> {

  private final Journal journal;

  SilentFn(Journal journal) {
    this.journal = journal;
  }

  @GetInitialRestriction
  public OffsetRange all() {
    return new OffsetRange(0, Long.MAX_VALUE);
  }

  @ProcessElement
  public void process(RestrictionTracker<OffsetRange, Long> tracker) {
    long position = tracker.currentRestriction().getFrom();
    while (tracker.tryClaim(position)) {
      if (position == 0) {
        journal.write("claims");
      }
      position++;
    }
  }
}

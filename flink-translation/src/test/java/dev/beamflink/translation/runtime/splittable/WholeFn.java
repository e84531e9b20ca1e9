package dev.beamflink.translation.runtime.splittable;

import dev.beamflink.translation.testkit.Journal;
import org.apache.beam.sdk.io.range.OffsetRange;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.splittabledofn.RestrictionTracker;
import org.joda.time.Duration;

/**
 * Makes the numbers from 0 to its element of one restriction, which is not split at first. From the
 * middle on it makes one a call until a second subtask has begun. Writes down which subtasks
 * process any, each once.
 */
@DoFn.BoundedPerElement
final class WholeFn extends DoFn<Long, Long> {

  private final Journal journal;
  private final long count;

  WholeFn(Journal journal, long count) {
    this.journal = journal;
    this.count = count;
  }

  @GetInitialRestriction
  public OffsetRange all(@Element Long element) {
    return new OffsetRange(0, element);
  }

  @ProcessElement
  public ProcessContinuation process(
      RestrictionTracker<OffsetRange, Long> tracker, OutputReceiver<Long> out) {
    long number = tracker.currentRestriction().getFrom();
    while (tracker.tryClaim(number)) {
      noteSubtask();
      out.output(number);
      number++;
      if (number > count / 2 && subtasks() < 2) {
        return ProcessContinuation.resume().withResumeDelay(Duration.millis(1));
      }
    }
    return ProcessContinuation.stop();
  }

  private long subtasks() {
    return journal.count("subtask 0") + journal.count("subtask 1");
  }

  /** Flink's threads are named as their tasks are: {@code Process (1/2)#0}. */
  private void noteSubtask() {
    String thread = Thread.currentThread().getName();
    String entry = thread.contains("(1/2)") ? "subtask 0" : "subtask 1";
    synchronized (WholeFn.class) {
      if (journal.count(entry) == 0) {
        journal.write(entry);
      }
    }
  }
}

package dev.beamflink.translation.runtime.splittable;

import dev.beamflink.translation.testkit.Journal;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.beam.sdk.io.range.OffsetRange;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.splittabledofn.RestrictionTracker;
import org.apache.beam.sdk.values.PCollectionView;

/**
 * Makes the numbers from 0 to its element of one restriction, which is not split at first. From the
 * middle on it takes its time until a second subtask has begun. Writes down which subtasks process
 * any, each once. On request one of them fails when the second has begun.
 */
@DoFn.BoundedPerElement
final class WholeFn extends DoFn<Long, Long> {

  /** Flink's threads are named as their tasks are: {@code Process (1/2)#0}. */
  private static final Pattern SUBTASK = Pattern.compile("\\((\\d+)/\\d+\\)");

  enum Failing {
    NOBODY,
    GIVER,
    RECEIVER
  }

  private final Journal journal;
  private final long count;
  private final Failing failing;

  /** Null if there is no side input; else it has a zero in each window. */
  private final PCollectionView<Long> zero;

  WholeFn(Journal journal, long count, Failing failing, PCollectionView<Long> zero) {
    this.journal = journal;
    this.count = count;
    this.failing = failing;
    this.zero = zero;
  }

  @GetInitialRestriction
  public OffsetRange all(@Element Long element) {
    return new OffsetRange(0, element);
  }

  @ProcessElement
  public void process(ProcessContext context, RestrictionTracker<OffsetRange, Long> tracker) {
    long number = tracker.currentRestriction().getFrom();
    while (tracker.tryClaim(number)) {
      noteSubtask();
      context.output(number + (zero == null ? 0 : context.sideInput(zero)));
      number++;
      if (number > count / 2 && subtasks(journal).size() < 2) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
      }
    }
  }

  /** Those that have processed any, in their order. */
  static List<String> subtasks(Journal journal) {
    return journal.entries().stream().filter(entry -> entry.startsWith("subtask")).toList();
  }

  private void noteSubtask() {
    Matcher subtask = SUBTASK.matcher(Thread.currentThread().getName());
    if (!subtask.find()) {
      throw new IllegalStateException(Thread.currentThread().getName());
    }
    String entry = "subtask " + subtask.group(1);
    synchronized (WholeFn.class) {
      List<String> subtasks = subtasks(journal);
      if (!subtasks.contains(entry)) {
        journal.write(entry);
      } else if (subtasks.size() > 1
          && subtasks.indexOf(entry) == failing.ordinal() - 1
          && journal.count("fail") == 0) {
        journal.write("fail");
        throw new IllegalStateException("on purpose");
      }
    }
  }
}

package dev.beamflink.cluster.job.fault;

import java.io.Serial;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.beam.sdk.io.range.OffsetRange;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.DoFn.BoundedPerElement;
import org.apache.beam.sdk.transforms.splittabledofn.RestrictionTracker;
import org.joda.time.Duration;

/**
 * Reads all of {@link Content} as a bounded splittable DoFn does that is slow: one restriction,
 * whose positions are the offsets of all splits in turn.
 *
 * <p>It is split into pieces that are short and long in turn. Pieces go to subtasks in turn too, so
 * one of two subtasks has soon done all that it has, and gets pieces of the other one all along.
 * What is held back is one piece, which goes on slowly, a position at a time.
 */
@BoundedPerElement
final class SharedRange extends DoFn<byte[], Long> {
  @Serial private static final long serialVersionUID = 1L;

  private static final int SHORT = 1;
  private static final int LONG = 40;
  private static final Duration SLOW_PAUSE = Duration.millis(500);

  private final Schedule schedule;
  private transient boolean noted;

  SharedRange(Schedule schedule) {
    this.schedule = schedule;
  }

  @GetInitialRestriction
  public OffsetRange all() {
    return new OffsetRange(0, position(schedule.elements()));
  }

  @SplitRestriction
  public void split(@Restriction OffsetRange all, OutputReceiver<OffsetRange> pieces) {
    long end = position(schedule.elements() - schedule.heldBack());
    for (long from = 0; from < end; ) {
      long to = Math.min(from + (isShort(from) ? SHORT : LONG), end);
      pieces.output(new OffsetRange(from, to));
      from = to;
    }
    if (end < all.getTo()) {
      pieces.output(new OffsetRange(end, all.getTo()));
    }
  }

  @ProcessElement
  public ProcessContinuation process(
      RestrictionTracker<OffsetRange, Long> tracker, OutputReceiver<Long> output) {
    long position = tracker.currentRestriction().getFrom();
    if (schedule.isHeldBack(offset(position)) && !schedule.meeting().isReleased()) {
      return slowly(position, tracker, output);
    }
    noteSubtask(position);
    while (tracker.tryClaim(position)) {
      output(position, output);
      position++;
      pause();
    }
    return ProcessContinuation.stop();
  }

  private ProcessContinuation slowly(
      long position, RestrictionTracker<OffsetRange, Long> tracker, OutputReceiver<Long> output) {
    if (offset(position) < schedule.elements() - 1) {
      if (!tracker.tryClaim(position)) {
        return ProcessContinuation.stop();
      }
      output(position, output);
    }
    return ProcessContinuation.resume().withResumeDelay(SLOW_PAUSE);
  }

  private static void output(long position, OutputReceiver<Long> output) {
    int split = (int) (position % Content.SPLITS);
    output.outputWithTimestamp(
        Content.number(split, offset(position)), Content.timestamp(split, offset(position), false));
  }

  /** Each subtask reads at the rate of one split, so pieces are left for twice as long. */
  private void pause() {
    if (schedule.perSecond() > 0) {
      LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1) / schedule.perSecond());
    }
  }

  /** Without a pace, a subtask may have done all before another one asks for its share. */
  private void noteSubtask(long position) {
    if (!noted && !isShort(position) && schedule.perSecond() > 0) {
      schedule.meeting().noteSharer(Thread.currentThread().getName());
      noted = true;
    }
  }

  private static boolean isShort(long position) {
    return position % (SHORT + LONG) < SHORT;
  }

  private static long position(long offset) {
    return offset * Content.SPLITS;
  }

  private static long offset(long position) {
    return position / Content.SPLITS;
  }
}

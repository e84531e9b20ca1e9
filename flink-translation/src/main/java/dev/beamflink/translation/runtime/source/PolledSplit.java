package dev.beamflink.translation.runtime.source;

import dev.beamflink.translation.runtime.time.BeamTime;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.SourceOutput;

/**
 * A split of an unbounded source among others of the same reader: when to look at it again, and its
 * watermark. Owned by a {@link SplitRotation}, used by the task thread.
 *
 * <p>Beam's readers can't say when they have something again. So a split that had nothing is looked
 * at again after a share of the time for which it has had nothing, from 5 us up to 10 ms: what
 * comes is late by a fraction of the gap before it, and a quiet split costs next to nothing. If its
 * Beam reader <i>blocked</i> while it had nothing, as KafkaIO's does, and other splits have data,
 * it gets at most about a tenth of the time, so that a quiet topic does not slow down a busy one.
 *
 * <p>However often it runs empty, its reader is asked for the watermark at most once a millisecond
 * for that: in user code and downstream a watermark costs more than a look.
 */
final class PolledSplit<T> {

  /** Linux wakes us about 50 us late in any case. */
  private static final long FIRST_PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(5);

  private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  /** A pause is a quarter of the time without elements. */
  private static final long QUIET_SHARE = 4;

  private static final long WATERMARK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long BLOCKED_SHARE = 8;
  private static final long LONGEST_BUSY_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private final UnboundedCursor<T, ?> cursor;
  private long dueNanos;
  private boolean everHadElements;
  private long quietSince;
  private long watermarkDue;
  private long watermark = Long.MIN_VALUE;
  private long emittedWatermark = Long.MIN_VALUE;
  private boolean finished;

  /**
   * @param now it is due at once
   */
  PolledSplit(UnboundedCursor<T, ?> cursor, long now) {
    this.cursor = cursor;
    this.dueNanos = now;
    this.quietSince = now;
    this.watermarkDue = now;
  }

  UnboundedCursor<T, ?> cursor() {
    return cursor;
  }

  /** Nanoseconds until the split should be looked at; not positive if it is due. */
  long nanosUntilDue(long now) {
    return dueNanos - now;
  }

  /** It had elements, in a turn that began at the given time; it is due again at once. */
  void hadElements(long turnStart) {
    everHadElements = true;
    quietSince = turnStart;
  }

  boolean hadElementsSince(long time) {
    return everHadElements && quietSince - time >= 0;
  }

  /**
   * It had nothing (more). Also finds out whether it is at its end, unless it has just been asked.
   *
   * @param now when that was known
   * @param blockedNanos how long its reader took to find out
   * @param othersBusy whether other splits have had elements lately
   */
  void hadNothing(long now, long blockedNanos, boolean othersBusy) {
    long share = (now - quietSince) / QUIET_SHARE;
    long pause = Math.min(Math.max(FIRST_PAUSE_NANOS, share), LONGEST_PAUSE_NANOS);
    if (othersBusy) {
      long fair = Math.min(BLOCKED_SHARE * blockedNanos, LONGEST_BUSY_PAUSE_NANOS);
      pause = Math.max(pause, fair);
    }
    dueNanos = now + pause;
    if (now - watermarkDue >= 0) {
      watermarkDue = now + WATERMARK_NANOS;
      watermark = Math.max(watermark, cursor.watermark());
      finished = watermark == Long.MAX_VALUE;
    }
  }

  /** Whether its reader is at the end of time and has nothing: it is not looked at any more. */
  boolean isFinished() {
    return finished;
  }

  /**
   * Asks the reader for its watermark. The last watermark counts only after the reader had nothing:
   * some sources tell it while they still give elements.
   */
  void refreshWatermark() {
    long current = cursor.watermark();
    if (current != Long.MAX_VALUE) {
      watermark = Math.max(watermark, current);
    }
  }

  /** Emits the watermark, if it is a new one, to the split's own output. */
  void emitWatermark(SourceOutput<?> output) {
    if (watermark > emittedWatermark) {
      emittedWatermark = watermark;
      if (watermark == Long.MAX_VALUE) {
        output.emitWatermark(new Watermark(BeamTime.NATURAL_END));
      }
      output.emitWatermark(new Watermark(watermark));
    }
  }
}

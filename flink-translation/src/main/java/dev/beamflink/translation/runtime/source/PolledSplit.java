package dev.beamflink.translation.runtime.source;

import dev.beamflink.translation.runtime.time.BeamTime;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.SourceOutput;

/**
 * A split of an unbounded source among others of the same reader: when to look at it again, and its
 * watermark. Owned by a {@link SplitRotation}, used by the task thread.
 *
 * <p>A split that had nothing is looked at again after 1 ms, then 2, up to 10 ms. If its Beam
 * reader <i>blocked</i> while it had nothing, as KafkaIO's does, and other splits have data, it
 * gets at most about a tenth of the time, so that a quiet topic does not slow down a busy one.
 */
final class PolledSplit<T> {

  private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final long BLOCKED_SHARE = 8;
  private static final long LONGEST_BUSY_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private final UnboundedCursor<T, ?> cursor;
  private long dueNanos;
  private long pauseNanos;
  private boolean everHadElements;
  private long lastElementsNanos;
  private long watermark = Long.MIN_VALUE;
  private long emittedWatermark = Long.MIN_VALUE;
  private boolean finished;

  /**
   * @param now it is due at once
   */
  PolledSplit(UnboundedCursor<T, ?> cursor, long now) {
    this.cursor = cursor;
    this.dueNanos = now;
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
    pauseNanos = 0;
    everHadElements = true;
    lastElementsNanos = turnStart;
  }

  boolean hadElementsSince(long time) {
    return everHadElements && lastElementsNanos - time >= 0;
  }

  /**
   * It had nothing (more). Also finds out whether it is at its end.
   *
   * @param now when that was known
   * @param blockedNanos how long its reader took to find out
   * @param othersBusy whether other splits have had elements lately
   */
  void hadNothing(long now, long blockedNanos, boolean othersBusy) {
    pauseNanos = Math.min(Math.max(FIRST_PAUSE_NANOS, 2 * pauseNanos), LONGEST_PAUSE_NANOS);
    long pause = pauseNanos;
    if (othersBusy) {
      long fair = Math.min(BLOCKED_SHARE * blockedNanos, LONGEST_BUSY_PAUSE_NANOS);
      pause = Math.max(pause, fair);
    }
    dueNanos = now + pause;
    watermark = Math.max(watermark, cursor.watermark());
    finished = watermark == Long.MAX_VALUE;
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

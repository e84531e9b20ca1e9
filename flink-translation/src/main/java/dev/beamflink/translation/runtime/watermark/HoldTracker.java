package dev.beamflink.translation.runtime.watermark;

import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The timestamps that hold back the output watermark of one subtask, for all its keys: a sorted
 * multiset, in memory only.
 *
 * <p>Holds are never primary state. Whoever adds one derives it from keyed state or timers, and
 * adds it again from there when the operator opens. Adding and removing cost O(log d) for d
 * different timestamps, the minimum costs nothing.
 *
 * <p>Timestamps are Beam's, in milliseconds: a hold at {@code h} keeps the output watermark at or
 * before {@code h}, so that an element at {@code h} is not late downstream.
 *
 * <p>Used in the task thread only.
 */
public final class HoldTracker {

  /** The minimum of no holds: later than every timestamp. */
  public static final long NO_HOLD = Long.MAX_VALUE;

  private final TreeMap<Long, Count> holds = new TreeMap<>();
  private long size;
  private long min = NO_HOLD;

  /** Adds a hold; the same timestamp may be held several times. */
  public void add(long timestampMillis) {
    holds.computeIfAbsent(timestampMillis, unused -> new Count()).value++;
    size++;
    min = Math.min(min, timestampMillis);
  }

  /**
   * Takes back one hold.
   *
   * @throws IllegalStateException when there is none at this timestamp
   */
  public void remove(long timestampMillis) {
    @Nullable Count count = holds.get(timestampMillis);
    if (count == null) {
      throw new IllegalStateException(
          "A watermark hold at "
              + timestampMillis
              + " ms was released that nobody had taken ("
              + size
              + " holds, the earliest at "
              + min
              + " ms). This is a bug of the runner. Please report it.");
    }
    size--;
    count.value--;
    if (count.value == 0) {
      holds.remove(timestampMillis);
      if (timestampMillis == min) {
        min = holds.isEmpty() ? NO_HOLD : holds.firstKey();
      }
    }
  }

  /** The earliest hold, {@link #NO_HOLD} when there is none. */
  public long minMillis() {
    return min;
  }

  /** How many holds there are, equal ones counted each. */
  public long size() {
    return size;
  }

  @Override
  public String toString() {
    return size + " holds" + (size == 0 ? "" : ", the earliest at " + min + " ms");
  }

  private static final class Count {
    private long value;
  }
}

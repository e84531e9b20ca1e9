package dev.beamflink.translation.runtime.source;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is among the splits of one reader: each split that is due gets a turn, in a circle.
 * A split without data costs the others nothing but an occasional look. Owned by a reader, used by
 * the task thread.
 */
final class SplitRotation<T> {

  private static final long BUSY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final List<PolledSplit<T>> splits = new ArrayList<>();
  private int last = -1;

  void add(PolledSplit<T> split) {
    splits.add(split);
  }

  List<PolledSplit<T>> splits() {
    return splits;
  }

  /** The next split that is due, or null if none is. */
  @Nullable PolledSplit<T> next(long now) {
    for (int i = 1; i <= splits.size(); i++) {
      int index = (last + i) % splits.size();
      PolledSplit<T> split = splits.get(index);
      if (!split.isFinished() && split.nanosUntilDue(now) <= 0) {
        last = index;
        return split;
      }
    }
    return null;
  }

  /** The split had elements in a turn that began at the given time. */
  void hadElements(PolledSplit<T> split, long turnStart) {
    split.hadElements(turnStart);
  }

  /** The split had nothing (more); arguments as in {@link PolledSplit#hadNothing}. */
  void hadNothing(PolledSplit<T> split, long now, long blockedNanos) {
    split.hadNothing(now, blockedNanos, othersHadElements(split, now - BUSY_NANOS));
  }

  private boolean othersHadElements(PolledSplit<T> split, long since) {
    for (PolledSplit<T> other : splits) {
      if (other != split && other.hadElementsSince(since)) {
        return true;
      }
    }
    return false;
  }

  boolean allFinished() {
    for (PolledSplit<T> split : splits) {
      if (!split.isFinished()) {
        return false;
      }
    }
    return true;
  }

  /** Nanoseconds until the first split is due. Only if not all are finished. */
  long nanosUntilNext(long now) {
    long least = Long.MAX_VALUE;
    for (PolledSplit<T> split : splits) {
      if (!split.isFinished()) {
        least = Math.min(least, split.nanosUntilDue(now));
      }
    }
    return least;
  }
}

package dev.beamflink.translation.runtime.timer;

import dev.beamflink.translation.runtime.element.EncodedKey;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import org.apache.flink.streaming.api.operators.InternalTimer;

/**
 * Collects the entries that Flink's event-time queue hands over, until all of one time are there.
 *
 * <p>Flink orders entries by time only; ties come in any order (heap) or by bytes (RocksDB). To
 * fire them in Beam's order, a pass takes entries out until one of a later time shows that those of
 * the earliest are complete. What firing them sets goes to Flink's queue and comes out again before
 * anything later is fired.
 *
 * <p>At most {@value #CAPACITY} entries are kept. With more timers at one millisecond, ties are in
 * order within as many at a time: the memory of a pass must not grow with the number of keys.
 */
final class DueTimers {

  private static final int CAPACITY = 1 << 16;

  private final PriorityQueue<InternalTimer<EncodedKey, TimerNamespace>> entries =
      new PriorityQueue<>(Comparator.comparingLong(InternalTimer::getTimestamp));
  private long lastAddedMillis;

  void add(InternalTimer<EncodedKey, TimerNamespace> entry) {
    entries.add(entry);
    lastAddedMillis = entry.getTimestamp();
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  /** Whether nothing at or before the earliest time can come after the entry added last. */
  boolean earliestIsComplete() {
    return !isEmpty() && (lastAddedMillis > earliestMillis() || entries.size() >= CAPACITY);
  }

  /** The earliest time; not to be asked when empty. */
  long earliestMillis() {
    return entries.element().getTimestamp();
  }

  /**
   * Takes out the entries of the earliest time, in no particular order. Each is there once, even if
   * its timer was cleared and set to the same time again while it was waiting here.
   */
  Collection<InternalTimer<EncodedKey, TimerNamespace>> takeEarliest() {
    InternalTimer<EncodedKey, TimerNamespace> first = entries.remove();
    if (!isAlsoDueAt(first.getTimestamp())) {
      return List.of(first);
    }
    Set<InternalTimer<EncodedKey, TimerNamespace>> earliest = new HashSet<>();
    earliest.add(first);
    while (isAlsoDueAt(first.getTimestamp())) {
      earliest.add(entries.remove());
    }
    return earliest;
  }

  private boolean isAlsoDueAt(long millis) {
    return !entries.isEmpty() && entries.element().getTimestamp() == millis;
  }
}

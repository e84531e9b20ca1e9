package dev.beamflink.translation.runtime.timer;

import dev.beamflink.translation.runtime.element.EncodedKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
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

  /** Those of the earliest time. As they come in order of time, nearly all are. */
  private List<InternalTimer<EncodedKey, TimerNamespace>> earliest = new ArrayList<>();

  private long earliestMillis;

  private final PriorityQueue<InternalTimer<EncodedKey, TimerNamespace>> later =
      new PriorityQueue<>(Comparator.comparingLong(InternalTimer::getTimestamp));

  private long lastAddedMillis;

  void add(InternalTimer<EncodedKey, TimerNamespace> entry) {
    long millis = entry.getTimestamp();
    lastAddedMillis = millis;
    if (earliest.isEmpty()) {
      earliestMillis = millis;
    } else if (millis < earliestMillis) {
      later.addAll(earliest);
      earliest.clear();
      earliestMillis = millis;
    }
    if (millis == earliestMillis) {
      earliest.add(entry);
    } else {
      later.add(entry);
    }
  }

  boolean isEmpty() {
    return earliest.isEmpty();
  }

  /** Whether nothing at or before the earliest time can come after the entry added last. */
  boolean earliestIsComplete() {
    return !isEmpty()
        && (lastAddedMillis > earliestMillis || earliest.size() + later.size() >= CAPACITY);
  }

  /** The earliest time; not to be asked when empty. */
  long earliestMillis() {
    return earliestMillis;
  }

  /**
   * Takes out the entries of the earliest time, in no particular order. One is there twice if its
   * timer was cleared and set to the same time again while it was waiting here.
   */
  List<InternalTimer<EncodedKey, TimerNamespace>> takeEarliest() {
    List<InternalTimer<EncodedKey, TimerNamespace>> taken = earliest;
    earliest = new ArrayList<>();
    if (!later.isEmpty()) {
      earliestMillis = later.element().getTimestamp();
      while (!later.isEmpty() && later.element().getTimestamp() == earliestMillis) {
        earliest.add(later.remove());
      }
    }
    return taken;
  }
}

package dev.beamflink.translation.runtime.group.lift;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.TimestampCombiner;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Accumulators by window and key, in memory. Task thread only.
 *
 * <p>The entries of a window are in a list, too: a sample of them, or all, are found without going
 * through the whole of a hash table, which is many times the cache.
 */
final class AccumulatorTable {

  /** What there is of one key and window. */
  static final class Entry {
    private final @Nullable Object key;
    private @Nullable Object accumulator;
    private Instant timestamp;

    private Entry(@Nullable Object key, @Nullable Object accumulator, Instant timestamp) {
      this.key = key;
      this.accumulator = accumulator;
      this.timestamp = timestamp;
    }

    @Nullable Object accumulator() {
      return accumulator;
    }

    void setAccumulator(@Nullable Object newAccumulator) {
      accumulator = newAccumulator;
    }

    /** Of the inputs, as the timestamp combiner wants it. */
    Instant timestamp() {
      return timestamp;
    }
  }

  /** Takes the entries of a table. */
  @FunctionalInterface
  interface Visitor {
    void visit(@Nullable Object key, BoundedWindow window, Entry entry);
  }

  /** The entries of a window. */
  private static final class OfWindow {
    private final BoundedWindow window;
    private final Map<@Nullable Object, Entry> byKey = new HashMap<>();
    private final List<Entry> all = new ArrayList<>();

    OfWindow(BoundedWindow window) {
      this.window = window;
    }
  }

  private final TimestampCombiner timestamps;
  private final boolean timestampsDiffer;
  private final Map<BoundedWindow, OfWindow> windows = new HashMap<>();
  private @Nullable OfWindow last;
  private int size;

  AccumulatorTable(TimestampCombiner timestamps) {
    this.timestamps = timestamps;
    this.timestampsDiffer = !timestamps.dependsOnlyOnWindow();
  }

  /**
   * The entry of a key and window, made if it is not there, with the timestamp of an input taken
   * in.
   *
   * @param key something with the key's equality
   * @param empty accumulator of a new entry
   */
  Entry entry(
      @Nullable Object key,
      BoundedWindow window,
      Instant inputTimestamp,
      Supplier<@Nullable Object> empty) {
    OfWindow inWindow = inWindow(window);
    Entry entry = inWindow.byKey.get(key);
    if (entry == null) {
      entry = new Entry(key, empty.get(), timestamps.assign(window, inputTimestamp));
      inWindow.byKey.put(key, entry);
      inWindow.all.add(entry);
      size++;
    } else if (timestampsDiffer) {
      entry.timestamp =
          timestamps.combine(entry.timestamp, timestamps.assign(window, inputTimestamp));
    }
    return entry;
  }

  private OfWindow inWindow(BoundedWindow window) {
    OfWindow found = last;
    if (found == null || !found.window.equals(window)) {
      found = windows.computeIfAbsent(window, OfWindow::new);
      last = found;
    }
    return found;
  }

  int size() {
    return size;
  }

  /** Shows about as many entries as wanted, evenly spread. */
  void sample(int wanted, Visitor visitor) {
    int stride = Math.max(1, size / wanted);
    int next = 0; // of the entries of the window at hand
    for (OfWindow inWindow : windows.values()) {
      List<Entry> all = inWindow.all;
      while (next < all.size()) {
        visitor.visit(all.get(next).key, inWindow.window, all.get(next));
        next += stride;
      }
      next -= all.size();
    }
  }

  /** Hands out all entries and forgets them. */
  void drain(Visitor visitor) {
    drain(window -> true, visitor);
  }

  /** Hands out the entries of these windows and forgets them. */
  void drain(Predicate<BoundedWindow> chosen, Visitor visitor) {
    last = null;
    Iterator<OfWindow> left = windows.values().iterator();
    while (left.hasNext()) {
      OfWindow inWindow = left.next();
      if (chosen.test(inWindow.window)) {
        left.remove();
        size -= inWindow.all.size();
        inWindow.all.forEach(entry -> visitor.visit(entry.key, inWindow.window, entry));
      }
    }
  }
}

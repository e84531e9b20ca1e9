package dev.beamflink.translation.runtime.group.lift;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.TimestampCombiner;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** Accumulators by window and key, in memory. Task thread only. */
final class AccumulatorTable {

  /** What there is of one key and window. */
  static final class Entry {
    private @Nullable Object accumulator;
    private Instant timestamp;

    private Entry(@Nullable Object accumulator, Instant timestamp) {
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

  private final TimestampCombiner timestamps;
  private final Map<BoundedWindow, Map<@Nullable Object, Entry>> windows = new HashMap<>();
  private @Nullable BoundedWindow lastWindow;
  private Map<@Nullable Object, Entry> inLastWindow = Map.of();
  private int size;

  AccumulatorTable(TimestampCombiner timestamps) {
    this.timestamps = timestamps;
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
    Instant timestamp = timestamps.assign(window, inputTimestamp);
    Map<@Nullable Object, Entry> entries = entries(window);
    Entry entry = entries.get(key);
    if (entry == null) {
      entry = new Entry(empty.get(), timestamp);
      entries.put(key, entry);
      size++;
    } else {
      entry.timestamp = timestamps.combine(entry.timestamp, timestamp);
    }
    return entry;
  }

  private Map<@Nullable Object, Entry> entries(BoundedWindow window) {
    if (!window.equals(lastWindow)) {
      inLastWindow = windows.computeIfAbsent(window, unused -> new HashMap<>());
      lastWindow = window;
    }
    return inLastWindow;
  }

  int size() {
    return size;
  }

  /** Shows about as many entries as wanted, evenly spread. */
  void sample(int wanted, Visitor visitor) {
    int stride = Math.max(1, size / wanted);
    int index = 0;
    for (Map.Entry<BoundedWindow, Map<@Nullable Object, Entry>> inWindow : windows.entrySet()) {
      for (Map.Entry<@Nullable Object, Entry> entry : inWindow.getValue().entrySet()) {
        if (index++ % stride == 0) {
          visitor.visit(entry.getKey(), inWindow.getKey(), entry.getValue());
        }
      }
    }
  }

  /** Hands out all entries and forgets them. */
  void drain(Visitor visitor) {
    drain(window -> true, visitor);
  }

  /** Hands out the entries of these windows and forgets them. */
  void drain(Predicate<BoundedWindow> chosen, Visitor visitor) {
    lastWindow = null;
    inLastWindow = Map.of();
    Iterator<Map.Entry<BoundedWindow, Map<@Nullable Object, Entry>>> all =
        windows.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<BoundedWindow, Map<@Nullable Object, Entry>> inWindow = all.next();
      if (chosen.test(inWindow.getKey())) {
        all.remove();
        size -= inWindow.getValue().size();
        inWindow.getValue().forEach((key, entry) -> visitor.visit(key, inWindow.getKey(), entry));
      }
    }
  }
}

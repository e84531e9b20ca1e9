package dev.beamflink.translation.runtime.state;

import java.util.function.ToLongFunction;

/**
 * How many values of an operator stay in memory between snapshots. All of them have to be written
 * while a barrier waits.
 *
 * @param entries keys, in one namespace each
 * @param bytes of all values
 * @param size of a value, in bytes
 */
record RecentLimits(long entries, long bytes, ToLongFunction<Object> size) {

  private static final long MOST_ENTRIES_OF_MEMORY = 1 << 17; // written in some tens of millis
  private static final long MOST_ENTRIES_OF_DISK = 20_000;
  private static final int HEAP_OF_AN_ENTRY = 16 << 10;
  private static final int PART_OF_HEAP = 64;

  /** Of a backend on the heap, which has the values anyway. */
  static RecentLimits inMemory(long heapBytes) {
    return new RecentLimits(
        Math.min(MOST_ENTRIES_OF_MEMORY, heapBytes / HEAP_OF_AN_ENTRY), Long.MAX_VALUE, any -> 0);
  }

  /** Of a backend on disk. */
  static RecentLimits onDisk(long heapBytes) {
    return new RecentLimits(
        Math.min(MOST_ENTRIES_OF_DISK, heapBytes / HEAP_OF_AN_ENTRY),
        heapBytes / PART_OF_HEAP,
        RecentLimits::roughBytes);
  }

  static long roughBytes(Object value) {
    return value instanceof StoredValue<?> stored
        ? stored.roughBytes()
        : ImmutableTypes.roughBytes(value);
  }

  long bytesOf(Object value) {
    return size.applyAsLong(value);
  }
}

package dev.beamflink.translation.runtime.state;

import dev.beamflink.translation.runtime.element.EncodedKey;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.jspecify.annotations.Nullable;

/**
 * The chunks of bags. RocksDB has a list in memory as a whole when it is read, and no list above 2
 * GB. So when a bag's list has about {@link BagLimits#chunkBytes}, it is moved to a namespace of
 * its own, numbered from 1, and {@link BagItem.Chunks} takes its place. A bag that never gets as
 * large costs nothing more than its list.
 *
 * <p>What is read is in memory if it is up to {@link BagLimits#eagerBytes}; else an iterator
 * fetches one chunk at a time, also when another key has become the current one.
 *
 * <p>Task thread only.
 */
final class BagChunks<T extends @Nullable Object> {

  private record Reading<T extends @Nullable Object>(
      EncodedKey key, EncodedNamespace namespace, WeakReference<ChunkedValues<T>> values) {}

  private final ScopedList<BagItem<T>> items;
  private final ValueCodec<T> codec;
  private final KeyedStateBackend<EncodedKey> keys;
  private final BagLimits limits;
  private final @Nullable ChunkPace pace;
  private final Thread taskThread = Thread.currentThread();

  /** What was read of bags in chunks and may still be iterated. */
  private final List<Reading<T>> readings = new ArrayList<>();

  /**
   * @param keys whose current key is that of the bags
   */
  BagChunks(
      ScopedList<BagItem<T>> items,
      ValueCodec<T> codec,
      KeyedStateBackend<EncodedKey> keys,
      BagLimits limits) {
    this.items = items;
    this.codec = codec;
    this.keys = keys;
    this.limits = limits;
    this.pace = limits.equals(BagLimits.IN_MEMORY) ? null : new ChunkPace(limits.chunkBytes());
  }

  /** A value was added to the bag's list. */
  void added(EncodedNamespace namespace, StoredValue<T> value) {
    if (pace != null
        && pace.isTimeAfter(
            keys.getCurrentKey().hashCode() * 31 + namespace.hashCode(), value.roughBytes())) {
      closeChunk(namespace);
    }
  }

  /** Makes a chunk of the bag's list, if it is large enough. */
  private void closeChunk(EncodedNamespace namespace) {
    List<BagItem<T>> list = items.get(namespace);
    BagItem.Chunks<T> before = chunksOf(list);
    List<BagItem<T>> values = before == null ? list : list.subList(1, list.size());
    long bytes = 0;
    for (BagItem<T> value : values) {
      bytes += ((StoredValue<T>) value).roughBytes();
    }
    if (bytes >= limits.chunkBytes() / 2) { // else most of what was counted is in other bags
      BagItem.Chunks<T> now = (before == null ? new BagItem.Chunks<T>(0, 0) : before).plus(bytes);
      items.replace(namespace.chunk(now.count()), values);
      items.replace(namespace, List.of(now));
    }
  }

  /**
   * The values of the bag with the current key.
   *
   * @param list of the bag
   */
  Iterable<T> read(EncodedNamespace namespace, List<BagItem<T>> list) {
    BagItem.Chunks<T> chunks = chunksOf(list);
    if (chunks == null) {
      return new BagCell.Values<>(list, 0, codec);
    }
    if (chunks.bytes() <= limits.eagerBytes()) {
      List<BagItem<T>> all = new ArrayList<>();
      for (int number = 1; number <= chunks.count(); number++) {
        all.addAll(chunk(namespace, number));
      }
      all.addAll(list.subList(1, list.size()));
      return new BagCell.Values<>(all, 0, codec);
    }
    EncodedKey key = keys.getCurrentKey();
    ChunkedValues<T> values =
        new ChunkedValues<>(
            codec.owner(),
            chunks.count(),
            number -> new BagCell.Values<>(chunkOf(key, namespace, number), 0, codec),
            new BagCell.Values<>(list, 1, codec));
    readings.removeIf(reading -> reading.values.get() == null);
    readings.add(new Reading<>(key, namespace, new WeakReference<>(values)));
    return values;
  }

  private List<BagItem<T>> chunkOf(EncodedKey key, EncodedNamespace namespace, int number) {
    if (Thread.currentThread() != taskThread) {
      throw new IllegalStateException(
          codec.owner()
              + " is too large for memory, so its values are read as they are iterated, which only"
              + " the thread that called the DoFn may do, but "
              + Thread.currentThread().getName()
              + " does. Copy what other threads need.");
    }
    EncodedKey current = keys.getCurrentKey();
    if (key.equals(current)) {
      return chunk(namespace, number);
    }
    keys.setCurrentKey(key);
    try {
      return chunk(namespace, number);
    } finally {
      keys.setCurrentKey(current);
    }
  }

  private List<BagItem<T>> chunk(EncodedNamespace namespace, int number) {
    List<BagItem<T>> values = items.get(namespace.chunk(number));
    if (values.isEmpty()) {
      throw new IllegalStateException(
          codec.owner()
              + " has lost chunk "
              + number
              + " of a bag. This is a bug of the runner; please report it.");
    }
    return values;
  }

  /** Removes the chunks of the bag with the current key; its list is still there. */
  void clear(EncodedNamespace namespace) {
    BagItem.Chunks<T> chunks = chunksOf(items.get(namespace));
    if (chunks == null) {
      return;
    }
    EncodedKey key = keys.getCurrentKey();
    for (Reading<T> reading : readings) {
      ChunkedValues<T> values = reading.values.get();
      if (values != null && reading.key.equals(key) && reading.namespace.equals(namespace)) {
        values.end();
      }
    }
    for (int number = 1; number <= chunks.count(); number++) {
      items.clear(namespace.chunk(number));
    }
  }

  private static <T extends @Nullable Object> BagItem.@Nullable Chunks<T> chunksOf(
      List<BagItem<T>> list) {
    return !list.isEmpty() && list.get(0) instanceof BagItem.Chunks<T> chunks ? chunks : null;
  }
}

package dev.beamflink.translation.runtime.state;

import dev.beamflink.translation.runtime.element.EncodedKey;
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
 * fetches one chunk at a time, also when another key has become the current one, the bag has been
 * cleared, or another thread iterates.
 *
 * <p>Task thread only.
 */
final class BagChunks<T extends @Nullable Object> {

  private final ScopedList<BagItem<T>> items;
  private final ValueCodec<T> codec;
  private final KeyedStateBackend<EncodedKey> keys;
  private final BagLimits limits;
  private final @Nullable ChunkPace pace;
  private final ChunkStore<T> store;
  private final ChunkReadings<T> readings;

  /**
   * @param list of the bags
   * @param keys whose current key is that of the bags
   */
  BagChunks(
      SharedList<BagItem<T>> list,
      ValueCodec<T> codec,
      KeyedStateBackend<EncodedKey> keys,
      BagLimits limits,
      KeptValues keptValues) {
    this.items = list.list();
    this.codec = codec;
    this.keys = keys;
    this.limits = limits;
    this.pace = limits.equals(BagLimits.IN_MEMORY) ? null : new ChunkPace(limits.chunkBytes());
    this.store = new ChunkStore<>(list, keys, codec.owner());
    this.readings = keptValues.of(store, codec);
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
      readings.settle(placeOf(namespace));
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
    BagPlace place = placeOf(namespace);
    if (chunks.bytes() <= limits.eagerBytes()) {
      List<BagItem<T>> all = new ArrayList<>();
      for (int number = 1; number <= chunks.count(); number++) {
        all.addAll(store.read(place, number));
      }
      all.addAll(list.subList(1, list.size()));
      return new BagCell.Values<>(all, 0, codec);
    }
    return readings.read(place, chunks.count(), new BagCell.Values<>(list, 1, codec));
  }

  /** Takes the chunks from the bag with the current key; its list is still there. */
  void clear(EncodedNamespace namespace) {
    BagItem.Chunks<T> chunks = chunksOf(items.get(namespace));
    if (chunks != null) {
      readings.cleared(placeOf(namespace), chunks.count());
    }
  }

  private BagPlace placeOf(EncodedNamespace namespace) {
    return new BagPlace(keys.getCurrentKey(), namespace);
  }

  private static <T extends @Nullable Object> BagItem.@Nullable Chunks<T> chunksOf(
      List<BagItem<T>> list) {
    return !list.isEmpty() && list.get(0) instanceof BagItem.Chunks<T> chunks ? chunks : null;
  }
}

package dev.beamflink.translation.runtime.state;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import org.apache.beam.sdk.state.BagState;
import org.apache.beam.sdk.state.ReadableState;
import org.apache.beam.sdk.state.StateContext;
import org.jspecify.annotations.Nullable;

/**
 * Beam's bag state as a Flink list state, and on a backend that keeps state on disk as chunks of
 * such lists: see {@link BagChunks}. Adding reads nothing. A read takes the elements as they are
 * now, decodes each while it is iterated, and never sees later changes.
 */
final class BagCell<T extends @Nullable Object> implements StateCell<BagState<T>> {

  private final ScopedList<BagItem<T>> items;
  private final ValueCodec<T> codec;
  private final BagChunks<T> chunks;

  BagCell(ScopedList<BagItem<T>> items, ValueCodec<T> codec, BagChunks<T> chunks) {
    this.items = items;
    this.codec = codec;
    this.chunks = chunks;
  }

  @Override
  public BagState<T> at(EncodedNamespace namespace, StateContext<?> context) {
    return new Bound<>(this, namespace);
  }

  private record Bound<T extends @Nullable Object>(BagCell<T> cell, EncodedNamespace namespace)
      implements BagState<T> {

    @Override
    public void add(T value) {
      StoredValue<T> stored = StoredValue.of(value, cell.codec);
      cell.items.add(namespace, stored);
      cell.chunks.added(namespace, stored);
    }

    @Override
    public Iterable<T> read() {
      return cell.chunks.read(namespace, cell.items.get(namespace));
    }

    @Override
    public ReadableState<Boolean> isEmpty() {
      return new Deferred<>(() -> cell.items.get(namespace).isEmpty());
    }

    @Override
    public void clear() {
      cell.chunks.clear(namespace);
      cell.items.clear(namespace);
    }

    @Override
    public BagState<T> readLater() {
      return this;
    }
  }

  /** The values of a part of a list, whatever is appended to it later. */
  static final class Values<T extends @Nullable Object> extends AbstractList<T>
      implements RandomAccess {

    private final List<BagItem<T>> items;
    private final ValueCodec<T> codec;
    private final int from;
    private final int size;

    /**
     * @param items from {@code from} on values
     */
    Values(List<BagItem<T>> items, int from, ValueCodec<T> codec) {
      this.items = items;
      this.codec = codec;
      this.from = from;
      this.size = items.size() - from;
    }

    @Override
    public T get(int index) {
      if (index < 0 || index >= size) {
        throw new IndexOutOfBoundsException(index);
      }
      return ((StoredValue<T>) items.get(from + index)).get(codec);
    }

    @Override
    public int size() {
      return size;
    }
  }
}

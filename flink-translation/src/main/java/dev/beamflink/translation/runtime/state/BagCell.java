package dev.beamflink.translation.runtime.state;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import org.apache.beam.sdk.state.BagState;
import org.apache.beam.sdk.state.ReadableState;
import org.apache.beam.sdk.state.StateContext;
import org.jspecify.annotations.Nullable;

/**
 * Beam's bag state as a Flink list state. Adding reads nothing. A read takes the elements as they
 * are now, decodes each while it is iterated, and never sees later changes; RocksDB holds all
 * elements of the bag in memory meanwhile, encoded.
 */
final class BagCell<T extends @Nullable Object> implements StateCell<BagState<T>> {

  private final ScopedList<StoredValue<T>> elements;
  private final ValueCodec<T> codec;

  BagCell(ScopedList<StoredValue<T>> elements, ValueCodec<T> codec) {
    this.elements = elements;
    this.codec = codec;
  }

  @Override
  public BagState<T> at(EncodedNamespace namespace, StateContext<?> context) {
    return new Bound<>(this, namespace);
  }

  private record Bound<T extends @Nullable Object>(BagCell<T> cell, EncodedNamespace namespace)
      implements BagState<T> {

    @Override
    public void add(T value) {
      cell.elements.add(namespace, StoredValue.of(value, cell.codec));
    }

    @Override
    public Iterable<T> read() {
      return new DecodedPrefix<>(cell.elements.get(namespace), cell.codec);
    }

    @Override
    public ReadableState<Boolean> isEmpty() {
      return new Deferred<>(() -> cell.elements.get(namespace).isEmpty());
    }

    @Override
    public void clear() {
      cell.elements.clear(namespace);
    }

    @Override
    public BagState<T> readLater() {
      return this;
    }
  }

  /** The elements that a list has now, whatever is appended to it later. */
  private static final class DecodedPrefix<T extends @Nullable Object> extends AbstractList<T>
      implements RandomAccess {

    private final List<StoredValue<T>> stored;
    private final ValueCodec<T> codec;
    private final int size;

    DecodedPrefix(List<StoredValue<T>> stored, ValueCodec<T> codec) {
      this.stored = stored;
      this.codec = codec;
      this.size = stored.size();
    }

    @Override
    public T get(int index) {
      if (index >= size) {
        throw new IndexOutOfBoundsException(index);
      }
      return stored.get(index).get(codec);
    }

    @Override
    public int size() {
      return size;
    }
  }
}

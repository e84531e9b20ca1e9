package dev.beamflink.translation.runtime.state;

import org.apache.beam.sdk.state.StateContext;
import org.apache.beam.sdk.state.ValueState;
import org.jspecify.annotations.Nullable;

/** Beam's value state as a Flink value state. */
final class ValueCell<T extends @Nullable Object> implements StateCell<ValueState<T>> {

  private final ScopedValue<StoredValue<T>> values;
  private final ValueCodec<T> codec;

  ValueCell(ScopedValue<StoredValue<T>> values, ValueCodec<T> codec) {
    this.values = values;
    this.codec = codec;
  }

  @Override
  public ValueState<T> at(EncodedNamespace namespace, StateContext<?> context) {
    return new Bound<>(this, namespace);
  }

  private record Bound<T extends @Nullable Object>(ValueCell<T> cell, EncodedNamespace namespace)
      implements ValueState<T> {

    @Override
    public void write(T value) {
      cell.values.set(namespace, StoredValue.of(value, cell.codec));
    }

    @Override
    public @Nullable T read() {
      StoredValue<T> stored = cell.values.get(namespace);
      return stored == null ? null : stored.get(cell.codec);
    }

    @Override
    public void clear() {
      cell.values.clear(namespace);
    }

    @Override
    public ValueState<T> readLater() {
      return this;
    }
  }
}

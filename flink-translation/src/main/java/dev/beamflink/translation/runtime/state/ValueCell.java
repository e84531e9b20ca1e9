package dev.beamflink.translation.runtime.state;

import org.apache.beam.sdk.state.StateContext;
import org.apache.beam.sdk.state.ValueState;
import org.jspecify.annotations.Nullable;

/** Beam's value state as a Flink value state. */
final class ValueCell<T extends @Nullable Object> implements StateCell<ValueState<T>> {

  /** See {@link ContentOfValue}. */
  private final ScopedValue<Object> contents;

  private final ValueCodec<T> codec;

  /** The last one given out, which is good for any key. */
  private @Nullable Bound<T> last;

  ValueCell(ScopedValue<Object> contents, ValueCodec<T> codec) {
    this.contents = contents;
    this.codec = codec;
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // as namespaces are remembered
  public ValueState<T> at(EncodedNamespace namespace, StateContext<?> context) {
    Bound<T> bound = last;
    if (bound == null || bound.namespace != namespace) {
      bound = new Bound<>(this, namespace);
      last = bound;
    }
    return bound;
  }

  private record Bound<T extends @Nullable Object>(ValueCell<T> cell, EncodedNamespace namespace)
      implements ValueState<T> {

    @Override
    public void write(T value) {
      // What the coder refuses, it has to refuse here, where the user sees it.
      boolean itself = value != null && cell.codec.immutable();
      cell.contents.set(namespace, itself ? value : StoredValue.of(value, cell.codec));
    }

    @Override
    @SuppressWarnings("unchecked") // only values of this state are in it
    public @Nullable T read() {
      Object content = cell.contents.get(namespace);
      return content instanceof StoredValue<?> stored
          ? ((StoredValue<T>) stored).get(cell.codec)
          : (T) content;
    }

    @Override
    public void clear() {
      cell.contents.clear(namespace);
    }

    @Override
    public ValueState<T> readLater() {
      return this;
    }
  }
}

package dev.beamflink.translation.runtime.state;

import org.jspecify.annotations.Nullable;

/**
 * The contents of a state of {@link StoredValue}s: a value that nobody can change stands for
 * itself, any other is a stored value still.
 */
record ContentOfValue<T extends @Nullable Object>(
    ScopedValue<StoredValue<T>> values, ValueCodec<T> codec) implements ScopedValue<Object> {

  @Override
  public StateName name() {
    return values.name();
  }

  @Override
  public @Nullable Object get(EncodedNamespace namespace) {
    StoredValue<T> stored = values.get(namespace);
    if (stored == null || !codec.immutable()) {
      return stored;
    }
    T value = stored.get(codec);
    return value == null ? stored : value;
  }

  @Override
  @SuppressWarnings("unchecked") // contents are of this state's type
  public void set(EncodedNamespace namespace, Object content) {
    values.set(
        namespace,
        content instanceof StoredValue<?> stored
            ? (StoredValue<T>) stored
            : StoredValue.of((T) content, codec));
  }

  @Override
  public void clear(EncodedNamespace namespace) {
    values.clear(namespace);
  }
}

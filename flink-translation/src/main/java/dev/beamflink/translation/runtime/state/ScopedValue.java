package dev.beamflink.translation.runtime.state;

import org.jspecify.annotations.Nullable;

/** A value state of the current key with its namespace as an argument. */
interface ScopedValue<V> {

  StateName name();

  @Nullable V get(EncodedNamespace namespace);

  void set(EncodedNamespace namespace, V value);

  void clear(EncodedNamespace namespace);
}

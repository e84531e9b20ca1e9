package dev.beamflink.translation.runtime.state;

import org.jspecify.annotations.Nullable;

/**
 * What a multimap keeps in one place: one value, or (in a key's header) how many values the key
 * has.
 *
 * @param count the number of values; 0 where there is a value
 */
record MultimapSlot<V extends @Nullable Object>(int count, @Nullable StoredValue<V> value) {

  MultimapSlot {
    if ((value == null) == (count == 0)) {
      throw new IllegalArgumentException("A slot is a value or a count above 0, not " + count);
    }
  }

  static <V extends @Nullable Object> MultimapSlot<V> header(int count) {
    return new MultimapSlot<>(count, null);
  }

  static <V extends @Nullable Object> MultimapSlot<V> of(StoredValue<V> value) {
    return new MultimapSlot<>(0, value);
  }
}

package dev.beamflink.translation.runtime.state;

import dev.beamflink.translation.runtime.element.EncodedKey;
import java.util.List;
import java.util.function.Supplier;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.jspecify.annotations.Nullable;

/**
 * The chunks of bags in the backend, numbered from 1, whatever key is the current one.
 *
 * <p>Made when the operator opens; task thread only, but for {@link #read}.
 */
final class ChunkStore<T extends @Nullable Object> {

  private final SharedList<BagItem<T>> items;
  private final KeyedStateBackend<EncodedKey> keys;
  private final String owner;
  private final Thread taskThread = Thread.currentThread();

  /**
   * @param owner how messages call the state
   */
  ChunkStore(SharedList<BagItem<T>> items, KeyedStateBackend<EncodedKey> keys, String owner) {
    this.items = items;
    this.keys = keys;
    this.owner = owner;
  }

  /** The values of a chunk. For any thread, until the backend is closed. */
  List<BagItem<T>> read(BagPlace place, int number) {
    EncodedNamespace chunk = place.namespace().chunk(number);
    List<BagItem<T>> values =
        Thread.currentThread() == taskThread
            ? withKey(place.key(), () -> items.list().get(chunk))
            : items.get(place.key(), chunk);
    if (values.isEmpty()) {
      throw new IllegalStateException(
          owner
              + " has lost chunk "
              + number
              + " of a bag. This is a bug of the runner; please report it.");
    }
    return values;
  }

  /** Removes all chunks of a bag. */
  void remove(BagPlace place, int count) {
    withKey(
        place.key(),
        () -> {
          for (int number = 1; number <= count; number++) {
            items.list().clear(place.namespace().chunk(number));
          }
          return count;
        });
  }

  private <R> R withKey(EncodedKey key, Supplier<R> action) {
    EncodedKey current = keys.getCurrentKey();
    if (key.equals(current)) {
      return action.get();
    }
    keys.setCurrentKey(key);
    try {
      return action.get();
    } finally {
      if (current != null) { // null before the first element
        keys.setCurrentKey(current);
      }
    }
  }
}

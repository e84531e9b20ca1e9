package dev.beamflink.translation.runtime.operator;

import dev.beamflink.translation.runtime.element.EncodedKey;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.jspecify.annotations.Nullable;

/**
 * Remembers windows of keys that were seen not long ago, to spare look-ups in state: a table of
 * fixed size in which a newer entry takes the place of an older one. So it may have forgotten what
 * was added, but never claims what was not. Task thread only.
 */
final class RecentWindows {

  private static final int SLOTS = 1 << 10;

  /** Larger keys are not worth the memory that keeping them would take. */
  private static final int MAX_KEY_BYTES = 1 << 10; // 1 KiB

  private final @Nullable EncodedKey[] keys = new @Nullable EncodedKey[SLOTS];
  private final @Nullable BoundedWindow[] windows = new @Nullable BoundedWindow[SLOTS];

  /**
   * Adds a window of a key.
   *
   * @return false if it is known to have been added before
   */
  boolean add(EncodedKey key, BoundedWindow window) {
    int slot = slot(key, window);
    if (key.equals(keys[slot]) && window.equals(windows[slot])) {
      return false;
    }
    if (key.bytes().length <= MAX_KEY_BYTES) {
      keys[slot] = key;
      windows[slot] = window;
    }
    return true;
  }

  private static int slot(EncodedKey key, BoundedWindow window) {
    int hash = 31 * key.hashCode() + window.hashCode();
    return (hash ^ (hash >>> 16)) & (SLOTS - 1);
  }
}

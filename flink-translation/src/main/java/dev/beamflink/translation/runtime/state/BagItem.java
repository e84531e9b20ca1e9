package dev.beamflink.translation.runtime.state;

import org.jspecify.annotations.Nullable;

/** What the list state of a bag holds: values, and ahead of them where earlier ones are. */
sealed interface BagItem<T extends @Nullable Object> permits StoredValue, BagItem.Chunks {

  /**
   * Says that the bag has values in chunks, numbered from 1; always the first item of a list.
   *
   * @param count of the chunks
   * @param bytes of the values in them
   */
  record Chunks<T extends @Nullable Object>(int count, long bytes) implements BagItem<T> {

    /** With one chunk more. */
    Chunks<T> plus(long moreBytes) {
      return new Chunks<>(count + 1, bytes + moreBytes);
    }
  }
}

package dev.beamflink.translation.runtime.sort;

import org.jspecify.annotations.Nullable;

/**
 * What is sorted: a pair, or where a large one is kept, under a fingerprint of its key.
 *
 * @param keyHash a keyed hash of the key
 * @param keyHash2 another hash of the key
 * @param rank of the pair
 * @param pair the pair, null if it is kept elsewhere
 * @param offset where it is kept, if it is not here
 */
record SortRecord(long keyHash, int keyHash2, byte rank, @Nullable EncodedPair pair, long offset) {

  static SortRecord of(long keyHash, EncodedPair pair) {
    return new SortRecord(keyHash, pair.key().hashCode(), pair.rank(), pair, 0);
  }

  static SortRecord ofLarge(long keyHash, EncodedPair pair, long offset) {
    return new SortRecord(keyHash, pair.key().hashCode(), pair.rank(), null, offset);
  }
}

package dev.beamflink.translation.runtime.state;

/**
 * Tells when a bag may have enough values for a chunk, without reading any: counts what was added,
 * in a few counters that bags share. So a bag is looked at too early now and then, but never has
 * more than two chunks' worth of values in its list, and one value. What was added before a restore
 * does not count.
 *
 * <p>Task thread only.
 */
final class ChunkPace {

  private static final int COUNTERS = 1 << 10;

  private final long chunkBytes;
  private final long[] added = new long[COUNTERS];

  ChunkPace(long chunkBytes) {
    this.chunkBytes = chunkBytes;
  }

  /**
   * Counts a value; answers whether it is time to look at the bag.
   *
   * @param hash of the bag
   */
  boolean isTimeAfter(int hash, long bytes) {
    int counter = (hash ^ (hash >>> 10) ^ (hash >>> 20)) & (COUNTERS - 1);
    added[counter] += bytes;
    if (added[counter] < chunkBytes) {
      return false;
    }
    added[counter] = 0;
    return true;
  }
}

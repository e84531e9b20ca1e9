package dev.beamflink.translation.runtime.state;

/**
 * How bags are laid out.
 *
 * @param chunkBytes about how much is in a chunk, which is read as a whole
 * @param eagerBytes how much may be in the chunks of a bag that is read into memory at once
 */
record BagLimits(long chunkBytes, long eagerBytes) {

  /** Bags are in memory anyway. */
  static final BagLimits IN_MEMORY = new BagLimits(Long.MAX_VALUE, Long.MAX_VALUE);

  private static final long CHUNK_BYTES = 1 << 20; // 1 MiB
  private static final long MOST_EAGER_BYTES = 32 << 20; // 32 MiB
  private static final int HEAP_SHARE = 64;

  /** Bags are on disk, and read in a process with a heap of this size. */
  static BagLimits onDisk(long heapBytes) {
    return new BagLimits(CHUNK_BYTES, Math.min(MOST_EAGER_BYTES, heapBytes / HEAP_SHARE));
  }
}

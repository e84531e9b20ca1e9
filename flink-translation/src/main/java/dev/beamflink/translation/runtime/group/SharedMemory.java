package dev.beamflink.translation.runtime.group;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Memory that the group operators of a process share, however many they are. An operator takes and
 * returns its part in large pieces; it belongs to that operator's thread.
 */
final class SharedMemory implements AutoCloseable {

  private static final long PIECE = 1 << 20;

  private static final int PART_OF_HEAP = 8;

  /** Of all operators whose classes this class loader has. */
  private static final AtomicLong LEFT =
      new AtomicLong(Runtime.getRuntime().maxMemory() / PART_OF_HEAP);

  private final AtomicLong left;
  private long taken;

  /** A part of what the process has for groups. */
  SharedMemory() {
    this(LEFT);
  }

  /**
   * @param left what nobody has taken so far, in bytes
   */
  SharedMemory(AtomicLong left) {
    this.left = left;
  }

  /** Makes the operator's part as large as that; answers false if there is not so much left. */
  boolean cover(long bytes) {
    if (bytes <= taken) {
      return true;
    }
    long more = (bytes - taken + PIECE - 1) / PIECE * PIECE;
    if (left.addAndGet(-more) < 0) {
      left.addAndGet(more);
      return false;
    }
    taken += more;
    return true;
  }

  /** The operator needs that much only. */
  void shrinkTo(long bytes) {
    long needed = (Math.max(0, bytes) + PIECE - 1) / PIECE * PIECE;
    if (needed < taken) {
      left.addAndGet(taken - needed);
      taken = needed;
    }
  }

  @Override
  public void close() {
    shrinkTo(0);
  }
}

package dev.beamflink.translation.runtime.group.spill;

/**
 * How much memory the values of the current key take, as the size of their encoded form, which is
 * known; decoded they take a few times as much. Task thread only.
 */
public final class GroupMemory {

  private final long limitBytes;
  private long usedBytes;
  private long elementBytes;

  public GroupMemory(long limitBytes) {
    this.limitBytes = limitBytes;
  }

  /** Says how large the element is whose value is added next. */
  public void elementIs(long bytes) {
    elementBytes = bytes;
  }

  long elementBytes() {
    return elementBytes;
  }

  void take(long bytes) {
    usedBytes += bytes;
  }

  void release(long bytes) {
    usedBytes -= bytes;
  }

  /** No value is held any more. */
  void clear() {
    usedBytes = 0;
  }

  boolean isExceeded() {
    return usedBytes > limitBytes;
  }
}

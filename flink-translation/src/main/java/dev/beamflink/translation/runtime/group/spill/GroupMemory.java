package dev.beamflink.translation.runtime.group.spill;

import dev.beamflink.translation.runtime.element.EncodedSize;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.beam.sdk.coders.Coder;
import org.jspecify.annotations.Nullable;

/**
 * How much memory the values of the current key take, in all its bags, as the size of their encoded
 * form; decoded they take a few times as much. When it is too much, the largest bags go to disk
 * until half of it is free: the fewer and larger the parts of a bag on disk are, the faster they
 * are read.
 *
 * <p>Task thread only.
 */
public final class GroupMemory {

  private final long limitBytes;
  private final Set<ValueBag<?>> holders = new LinkedHashSet<>();
  private long usedBytes;
  private @Nullable Object element;
  private long elementBytes;

  public GroupMemory(long limitBytes) {
    this.limitBytes = limitBytes;
  }

  /** Says how large the value is that comes next: its size is known where it was decoded. */
  public void elementIs(@Nullable Object value, long bytes) {
    element = value;
    elementBytes = bytes;
  }

  /** The size of the element that came last is known; others, of merging windows, are measured. */
  <T extends @Nullable Object> long bytesOf(T value, Coder<T> coder) {
    return value == element ? elementBytes : measured(value, coder);
  }

  private static <T extends @Nullable Object> long measured(T value, Coder<T> coder) {
    try {
      return EncodedSize.of(value, coder);
    } catch (IOException e) {
      throw new UncheckedIOException("A value of a group can't be encoded", e);
    }
  }

  /** A bag has taken a value; moves bags to disk if that was too much. */
  void took(ValueBag<?> bag, long bytes) {
    holders.add(bag);
    usedBytes += bytes;
    if (usedBytes > limitBytes) {
      spillLargest();
    }
  }

  /** A bag holds nothing any more. */
  void released(ValueBag<?> bag, long bytes) {
    holders.remove(bag);
    usedBytes -= bytes;
  }

  private void spillLargest() {
    List<ValueBag<?>> largestFirst = new ArrayList<>(holders);
    largestFirst.sort(Comparator.<ValueBag<?>>comparingLong(ValueBag::bytesInMemory).reversed());
    try {
      for (ValueBag<?> bag : largestFirst) {
        if (usedBytes <= limitBytes / 2) {
          return;
        }
        bag.spill();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Values of a group can't be moved to disk", e);
    }
  }

  long usedBytes() {
    return usedBytes;
  }

  /** The key is over. */
  public void clear() {
    holders.clear();
    usedBytes = 0;
    element = null;
  }
}

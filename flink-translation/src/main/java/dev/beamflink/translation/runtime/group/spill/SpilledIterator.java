package dev.beamflink.translation.runtime.group.spill;

import dev.beamflink.translation.runtime.spill.SpillFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.NoSuchElementException;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.util.common.Reiterator;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the values of one segment after the other. Can be copied where it stands, which is how
 * {@code CoGbkResult} goes on from the values that it keeps. For one thread at a time.
 */
final class SpilledIterator<T extends @Nullable Object> implements Reiterator<T> {

  private static final int BLOCK_BYTES = 1 << 16; // 64 KiB

  private final SpillFile file;
  private final SpillChain.Segment[] segments;
  private final Coder<T> coder;
  private final Input in = new Input();
  private int segment = -1;
  private long leftInSegment;

  SpilledIterator(SpillFile file, SpillChain.Segment[] segments, Coder<T> coder) {
    this.file = file;
    this.segments = segments;
    this.coder = coder;
  }

  private SpilledIterator(SpilledIterator<T> other) {
    this(other.file, other.segments, other.coder);
    segment = other.segment;
    leftInSegment = other.leftInSegment;
    in.seek(other.in.position(), other.in.end);
  }

  @Override
  public boolean hasNext() {
    while (leftInSegment == 0 && segment + 1 < segments.length) {
      segment++;
      SpillChain.Segment next = segments[segment];
      leftInSegment = next.count();
      in.seek(next.start(), next.start() + next.bytes());
    }
    return leftInSegment > 0;
  }

  @Override
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    leftInSegment--;
    try {
      return coder.decode(in);
    } catch (IOException e) {
      throw new UncheckedIOException("A value of a group can't be read back from disk", e);
    }
  }

  @Override
  public Reiterator<T> copy() {
    return new SpilledIterator<>(this);
  }

  /** A part of the file. */
  private final class Input extends InputStream {

    private final byte[] one = new byte[1];
    private byte[] block = new byte[0];
    private int inBlock;
    private long nextBlock;
    private long end;

    void seek(long position, long newEnd) {
      inBlock = block.length;
      nextBlock = position;
      end = newEnd;
    }

    long position() {
      return nextBlock - (block.length - inBlock);
    }

    @Override
    public int read() {
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      if (length == 0) {
        return 0;
      }
      if (inBlock == block.length && !fill()) {
        return -1;
      }
      int count = Math.min(length, block.length - inBlock);
      System.arraycopy(block, inBlock, target, offset, count);
      inBlock += count;
      return count;
    }

    private boolean fill() {
      int count = (int) Math.min(BLOCK_BYTES, end - nextBlock);
      if (count == 0) {
        return false;
      }
      if (block.length != count) {
        block = new byte[count];
      }
      file.read(nextBlock, block);
      inBlock = 0;
      nextBlock += count;
      return true;
    }
  }
}

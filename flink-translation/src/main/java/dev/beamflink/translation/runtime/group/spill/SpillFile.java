package dev.beamflink.translation.runtime.group.spill;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;

/**
 * A temporary file that is appended to and read from any place, any number of times. Whoever reads
 * keeps it open no longer than for a block, so a reader may be dropped half way.
 *
 * <p>Owned by a {@link SpillFiles}, which deletes it. Appended to by the task thread.
 */
final class SpillFile {

  private static final int BLOCK_BYTES = 1 << 18; // 256 KiB

  private final File path;
  private final byte[] block = new byte[BLOCK_BYTES];
  private final OutputStream end = new Writer();
  private int inBlock;
  private long written;

  SpillFile(File path) {
    this.path = path;
  }

  /** Where to append. */
  OutputStream end() {
    return end;
  }

  /** Makes what was appended visible to readers. */
  void flush() throws IOException {
    if (inBlock > 0) {
      try (RandomAccessFile file = new RandomAccessFile(path, "rw")) {
        file.seek(written);
        file.write(block, 0, inBlock);
      }
      written += inBlock;
      inBlock = 0;
    }
  }

  /** Reads from the beginning what has been flushed. */
  InputStream read() {
    return new Reader();
  }

  private final class Writer extends OutputStream {

    @Override
    public void write(int value) throws IOException {
      if (inBlock == block.length) {
        SpillFile.this.flush();
      }
      block[inBlock++] = (byte) value;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      int taken = 0;
      while (taken < length) {
        if (inBlock == block.length) {
          SpillFile.this.flush();
        }
        int count = Math.min(length - taken, block.length - inBlock);
        System.arraycopy(bytes, offset + taken, block, inBlock, count);
        inBlock += count;
        taken += count;
      }
    }
  }

  private final class Reader extends InputStream {

    private final byte[] one = new byte[1];
    private byte[] buffer = new byte[0];
    private int position;
    private long next;

    @Override
    public int read() {
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      if (length == 0) {
        return 0;
      }
      if (position == buffer.length && !fill()) {
        return -1;
      }
      int count = Math.min(length, buffer.length - position);
      System.arraycopy(buffer, position, target, offset, count);
      position += count;
      return count;
    }

    private boolean fill() {
      int count = (int) Math.min(BLOCK_BYTES, written - next);
      if (count == 0) {
        return false;
      }
      byte[] filled = buffer.length == count ? buffer : new byte[count];
      try (RandomAccessFile file = new RandomAccessFile(path, "r")) {
        file.seek(next);
        file.readFully(filled);
      } catch (IOException e) {
        throw new UncheckedIOException("Values of a group can't be read back from " + path, e);
      }
      buffer = filled;
      position = 0;
      next += count;
      return true;
    }
  }

  File path() {
    return path;
  }
}

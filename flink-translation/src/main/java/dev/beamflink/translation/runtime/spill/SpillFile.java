package dev.beamflink.translation.runtime.spill;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A temporary file that is appended to until it is {@link #seal sealed}, and read from any place,
 * any number of times. Sealed, it keeps no handle: a reader opens it for a block at a time, so it
 * may be dropped half way.
 *
 * <p>Owned by a {@link SpillFiles}, which deletes it. Appended to by the task thread; what has been
 * flushed is read by any thread.
 */
public final class SpillFile {

  private static final int BLOCK_BYTES = 1 << 16; // 64 KiB

  private final File path;
  private final OutputStream end = new Writer();
  private byte[] block = new byte[BLOCK_BYTES];
  private int inBlock;
  private long written;
  private @Nullable RandomAccessFile growing;

  SpillFile(File path) throws IOException {
    this.path = path;
    this.growing = new RandomAccessFile(path, "rw");
  }

  /** Where to append. */
  public OutputStream end() {
    return end;
  }

  /** How long the file is, with what has not been flushed. */
  public long size() {
    return written + inBlock;
  }

  /** Lets readers see what was appended. */
  public synchronized void flush() throws IOException {
    if (inBlock > 0) {
      RandomAccessFile file = Objects.requireNonNull(growing, "the file is sealed");
      file.seek(written);
      file.write(block, 0, inBlock);
      written += inBlock;
      inBlock = 0;
    }
  }

  /** Nothing is appended any more. */
  synchronized void seal() throws IOException {
    flush();
    block = new byte[0];
    if (growing != null) {
      growing.close();
      growing = null;
    }
  }

  /**
   * Reads bytes that have been flushed.
   *
   * @throws UncheckedIOException also when the file has been deleted
   */
  public synchronized void read(long position, byte[] target) {
    try {
      if (growing != null) {
        read(growing, position, target);
      } else {
        try (RandomAccessFile file = new RandomAccessFile(path, "r")) {
          read(file, position, target);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Values of a group or bag can't be read back from "
              + path
              + ", which is there until the task ends",
          e);
    }
  }

  private static void read(RandomAccessFile file, long position, byte[] target) throws IOException {
    file.seek(position);
    file.readFully(target);
  }

  File path() {
    return path;
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
}

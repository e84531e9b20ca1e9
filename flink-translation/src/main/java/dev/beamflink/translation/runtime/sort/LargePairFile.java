package dev.beamflink.translation.runtime.sort;

import dev.beamflink.translation.runtime.element.EncodedKey;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import org.apache.flink.runtime.io.disk.iomanager.IOManager;
import org.jspecify.annotations.Nullable;

/**
 * A temporary file for pairs that are too large for the sorter's memory. Made with the first of
 * them, deleted on {@link #close}. Task thread only.
 */
final class LargePairFile implements AutoCloseable {

  private final File path;
  private @Nullable RandomAccessFile file;
  private long end;

  LargePairFile(IOManager ioManager) {
    path = ioManager.createChannel().getPathFile();
  }

  /** Appends a pair; returns its offset. */
  long add(EncodedPair pair) throws IOException {
    RandomAccessFile open = open();
    long offset = end;
    open.seek(offset);
    byte[] key = pair.key().bytes();
    open.writeByte(pair.rank());
    open.writeInt(key.length);
    open.writeInt(pair.element().length);
    open.write(key);
    open.write(pair.element());
    end = open.getFilePointer();
    return offset;
  }

  EncodedPair get(long offset) throws IOException {
    RandomAccessFile open = open();
    open.seek(offset);
    byte rank = open.readByte();
    byte[] key = new byte[open.readInt()];
    byte[] element = new byte[open.readInt()];
    open.readFully(key);
    open.readFully(element);
    return new EncodedPair(EncodedKey.ofBytes(key), rank, element);
  }

  private RandomAccessFile open() throws IOException {
    RandomAccessFile open = file;
    if (open == null) {
      open = new RandomAccessFile(path, "rw");
      file = open;
    }
    return open;
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
      file = null;
      java.nio.file.Files.deleteIfExists(path.toPath());
    }
  }
}

package dev.beamflink.conformance.fork;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The log of a fork, from which the part of one test can be cut. */
record ForkLog(Path file) {

  /** 256 kB: the end of a longer part is what explains a failure. */
  private static final int MAX_BYTES = 256 * 1024;

  /** Where the log ends now. */
  long end() {
    try {
      return Files.exists(file) ? Files.size(file) : 0;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    }
  }

  /** What was logged from a position on, or the end of it if that is long. */
  String since(long position) {
    long start = Math.max(position, end() - MAX_BYTES);
    try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
      log.seek(start);
      byte[] bytes = new byte[Math.toIntExact(log.length() - start)];
      log.readFully(bytes);
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    }
  }
}

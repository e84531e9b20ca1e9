package dev.beamflink.translation.runtime.harness.environment;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** The last lines of what a process has put out. Safe for any thread. */
final class OutputTail {

  static final int MAX_LINES = 40;
  static final int MAX_LINE_LENGTH = 1_000;

  private static final int BUFFER_CHARS = 4_096;

  private final Deque<String> lines = new ArrayDeque<>(); // guarded by this

  /**
   * Reads to the end.
   *
   * @param each is given every line; a longer one in pieces
   */
  void readAll(Reader output, Consumer<String> each) throws IOException {
    StringBuilder line = new StringBuilder();
    char[] buffer = new char[BUFFER_CHARS];
    for (int read = output.read(buffer); read >= 0; read = output.read(buffer)) {
      for (int i = 0; i < read; i++) {
        boolean ends = buffer[i] == '\n';
        if (!ends && buffer[i] != '\r') {
          line.append(buffer[i]);
        }
        if (ends || line.length() == MAX_LINE_LENGTH) {
          add(line, each);
        }
      }
    }
    if (line.length() > 0) {
      add(line, each);
    }
  }

  private void add(StringBuilder line, Consumer<String> each) {
    String text = line.toString();
    line.setLength(0);
    synchronized (this) {
      lines.add(text);
      if (lines.size() > MAX_LINES) {
        lines.remove();
      }
    }
    each.accept(text);
  }

  /** The lines, the oldest first. */
  synchronized String text() {
    return String.join("\n", lines).strip();
  }
}

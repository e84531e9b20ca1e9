package dev.beamflink.kafka;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The driver's side of what the readers of one attempt of the job have noted. */
final class LowestOffsets {
  private final Path directory;

  LowestOffsets(Path directory) throws IOException {
    this.directory = Files.createDirectories(directory);
  }

  Path directory() {
    return directory;
  }

  /** Returns the lowest offset of each partition that has been read from. */
  Map<Integer, Long> read() throws IOException {
    Map<Integer, Long> lowest = new TreeMap<>();
    for (Path file : files()) {
      for (String line : Files.readAllLines(file)) {
        String[] words = line.split(" ");
        lowest.merge(Integer.valueOf(words[0]), Long.valueOf(words[1]), Math::min);
      }
    }
    return lowest;
  }

  /** Forgets all, for the next attempt. */
  void clear() throws IOException {
    for (Path file : files()) {
      Files.delete(file);
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }
}

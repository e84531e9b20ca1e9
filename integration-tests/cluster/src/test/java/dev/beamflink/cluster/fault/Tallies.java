package dev.beamflink.cluster.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The files of the tally: for each of its keys one, named by key and content. */
final class Tallies {

  /** Returns all lines, and how often each came. */
  static Map<String, Long> read(Path directory, List<String> problems) throws IOException {
    Map<String, Path> files = new TreeMap<>();
    Map<String, Long> lines = new TreeMap<>();
    for (Path file : files(directory)) {
      String key = file.getFileName().toString().split("-", 2)[0];
      Path other = files.put(key, file);
      if (other != null) {
        problems.add(
            "Key %s of the tally ended twice, with other lines: %s and %s"
                .formatted(key, other, file));
      }
      Files.readAllLines(file).forEach(line -> lines.merge(line, 1L, Long::sum));
    }
    return lines;
  }

  /** Returns the complete files of a directory that may be missing. */
  static List<Path> files(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> !file.getFileName().toString().startsWith(".")).sorted().toList();
    }
  }

  private Tallies() {}
}

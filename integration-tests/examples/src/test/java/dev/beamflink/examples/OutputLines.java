package dev.beamflink.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Reads what a pipeline wrote below a directory. */
final class OutputLines {

  /** The lines of all files, sorted. */
  static List<String> all(Path directory) throws IOException {
    return byFile(directory).values().stream().flatMap(List::stream).sorted().toList();
  }

  /** The lines of each file, in order of the files' names. */
  static Map<String, List<String>> byFile(Path directory) throws IOException {
    Map<String, List<String>> lines = new TreeMap<>();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        lines.put(directory.relativize(file).toString(), Files.readAllLines(file));
      }
    }
    return lines;
  }

  private OutputLines() {}
}

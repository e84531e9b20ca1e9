package dev.beamflink.examples.quickstart;

import static java.util.Comparator.comparing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files that {@link dev.beamflink.examples.WordCount} wrote.
 *
 * @param files in the order of their names
 */
record CountFiles(List<Path> files) {

  /** A line of such a file. */
  record WordAndCount(String word, long count) {

    static WordAndCount parse(String line) {
      int colon = line.lastIndexOf(':');
      return new WordAndCount(
          line.substring(0, colon), Long.parseLong(line.substring(colon + 1).trim()));
    }
  }

  CountFiles {
    files = List.copyOf(files);
  }

  /**
   * Finds the files.
   *
   * @param prefix what the pipeline was told to write
   */
  static CountFiles startingWith(Path prefix) throws IOException {
    Path absolute = prefix.toAbsolutePath();
    Path directory = absolute.resolveSibling(".").normalize();
    String name = absolute.getFileName() + "-";
    try (Stream<Path> files = Files.list(directory)) {
      return new CountFiles(
          files.filter(file -> file.getFileName().toString().startsWith(name)).sorted().toList());
    }
  }

  /** The words with the largest counts, the largest first. */
  List<WordAndCount> mostFrequent(int limit) {
    Comparator<WordAndCount> order =
        comparing(WordAndCount::count).reversed().thenComparing(WordAndCount::word);
    try (Stream<String> lines = files.stream().flatMap(CountFiles::lines)) {
      return lines.map(WordAndCount::parse).sorted(order).limit(limit).toList();
    }
  }

  private static Stream<String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    }
  }
}

package dev.beamflink.conformance.profile;

import dev.beamflink.conformance.suite.TestId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A text file of rows: fields between bars, {@code #} begins a line of comment. */
final class TextTable {

  private TextTable() {}

  /** The rows of the file, each with this number of fields. */
  static List<List<String>> read(Path file, int fields) {
    List<List<String>> rows =
        lines(file).stream()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
            .map(line -> Arrays.stream(line.split("\\|", fields)).map(String::strip).toList())
            .toList();
    for (List<String> row : rows) {
      if (row.size() != fields || row.stream().anyMatch(String::isEmpty)) {
        throw new IllegalArgumentException(
            file + ": expected " + fields + " fields between bars, found: " + row);
      }
    }
    return rows;
  }

  /** The tests of a file that has one in each line. */
  static SortedSet<TestId> readTests(Path file) {
    return read(file, 1).stream()
        .map(row -> TestId.parse(row.get(0)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    }
  }
}

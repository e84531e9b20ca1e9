package dev.beamflink.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** One run of the example WordCount over a small text: what it is told, and what it wrote. */
final class WordCountRun {
  static final String MAIN_CLASS = "dev.beamflink.examples.WordCount";

  private static final String TEXT = "to be, or not to be\nthat is the question\n";

  /** The sorted lines that have to come out. */
  static final List<String> COUNTS =
      List.of("be: 2", "is: 1", "not: 1", "or: 1", "question: 1", "that: 1", "the: 1", "to: 2");

  private final Path output;
  private final Path input;

  /**
   * @param directory an empty one, for input and output
   */
  WordCountRun(Path directory) throws IOException {
    this.input = Files.writeString(directory.resolve("text"), TEXT);
    this.output = Files.createDirectory(directory.resolve("output"));
  }

  Path input() {
    return input;
  }

  /** The pipeline's options. */
  String[] options() {
    return new String[] {
      "--runner=FlinkRunner", "--input=" + input, "--output=" + output.resolve("counts")
    };
  }

  /** The lines of all files that the run wrote, sorted. */
  List<String> written() throws IOException {
    return sortedLines(output);
  }

  /** The lines of all files in a directory, sorted. */
  static List<String> sortedLines(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.toString().endsWith(".txt"))
          .flatMap(WordCountRun::lines)
          .sorted()
          .toList();
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

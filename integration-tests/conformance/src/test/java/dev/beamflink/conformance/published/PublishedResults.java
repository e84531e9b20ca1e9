package dev.beamflink.conformance.published;

import dev.beamflink.conformance.suite.TestId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The results of a full run of a profile: {@code docs/conformance/<profile>.csv}.
 *
 * <p>They hold no durations, so that two runs with the same results differ in the first line only.
 *
 * @param head what was run, when and with what in sum, in one line
 */
public record PublishedResults(String head, SortedMap<TestId, PublishedResult> tests) {

  private static final List<String> COLUMNS =
      List.of("class", "method", "result", "mode", "reason");

  /** Those of a profile with faults. */
  private static final List<String> COLUMNS_WITH_RESTORE =
      List.of("class", "method", "result", "mode", "restore", "reason");

  public PublishedResults {
    tests = Collections.unmodifiableSortedMap(new TreeMap<>(tests));
  }

  /** Where the results of a profile are. */
  public static Path file(Path directory, String profile) {
    return directory.resolve(profile + ".csv");
  }

  /** Whether a full run of the profile has been published. */
  public static boolean exist(Path directory, String profile) {
    return Files.exists(file(directory, profile));
  }

  /** The published results of a profile. */
  public static PublishedResults read(Path directory, String profile) {
    Path file = file(directory, profile);
    if (!exist(directory, profile)) {
      throw new IllegalArgumentException(
          file + " is missing. Write it with scripts/conformance " + profile);
    }
    List<String> lines = lines(file);
    List<String> columns = lines.size() < 2 ? List.of() : Csv.split(lines.get(1));
    if (!List.of(COLUMNS, COLUMNS_WITH_RESTORE).contains(columns)
        || !lines.get(0).startsWith("# ")) {
      throw new IllegalArgumentException(
          "%s: expected a line of comment and '%s'. Write it with scripts/conformance %s"
              .formatted(file, Csv.join(COLUMNS), profile));
    }
    SortedMap<TestId, PublishedResult> tests = new TreeMap<>();
    for (String line : lines.subList(2, lines.size())) {
      List<String> fields = Csv.split(line);
      if (fields.size() != columns.size()) {
        throw new IllegalArgumentException(
            "%s: expected %d fields, found: %s".formatted(file, columns.size(), line));
      }
      tests.put(
          new TestId(fields.get(0), fields.get(1)),
          new PublishedResult(
              Verdict.parse(fields.get(2)),
              fields.get(3),
              columns.equals(COLUMNS) ? "" : fields.get(4),
              fields.get(fields.size() - 1)));
    }
    return new PublishedResults(lines.get(0).substring(2), tests);
  }

  /** Whether they are of a profile with faults. */
  public boolean haveRestores() {
    return tests.values().stream().anyMatch(result -> !result.restore().isEmpty());
  }

  /** Writes the results of a profile. */
  public Path write(Path directory, String profile) {
    boolean withRestore = haveRestores();
    String columns = Csv.join(withRestore ? COLUMNS_WITH_RESTORE : COLUMNS);
    String text =
        tests.entrySet().stream()
            .map(entry -> line(entry.getKey(), entry.getValue(), withRestore))
            .collect(Collectors.joining("", "# " + head + "\n" + columns + "\n", ""));
    Path file = file(directory, profile);
    try {
      Files.createDirectories(directory);
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
  }

  private static String line(TestId test, PublishedResult result, boolean withRestore) {
    List<String> fields =
        new ArrayList<>(
            List.of(test.className(), test.method(), result.verdict().label(), result.mode()));
    if (withRestore) {
      fields.add(result.restore());
    }
    fields.add(result.reason());
    return Csv.join(fields) + "\n";
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    }
  }
}

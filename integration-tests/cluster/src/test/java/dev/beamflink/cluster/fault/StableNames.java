package dev.beamflink.cluster.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a sink with stable input has written: {@code NUMBER NAME}, with names that user code ahead
 * of it makes anew whenever it runs. A number may come again, but only with the same name, and that
 * is the one behind the sink too: {@code named NUMBER NAME}.
 */
final class StableNames {
  private static final String NAMED = "named ";

  private final Map<String, String> names;
  private final List<String> problems;

  private StableNames(Map<String, String> names, List<String> problems) {
    this.names = names;
    this.problems = problems;
  }

  static StableNames read(Path directory, List<String> problems) throws IOException {
    Map<String, String> names = new TreeMap<>();
    for (Path file : Tallies.files(directory)) {
      for (String line : Files.readAllLines(file)) {
        String[] words = line.split(" ");
        if (words.length != 2) {
          problems.add("The sink's file %s holds '%s'".formatted(file, line));
          continue;
        }
        String other = names.putIfAbsent(words[0], words[1]);
        if (other != null && !other.equals(words[1])) {
          problems.add(
              "Input was not stable: %s came as %s and as %s".formatted(words[0], other, words[1]));
        }
      }
    }
    return new StableNames(names, problems);
  }

  /** Takes the names off, as they differ from run to run. */
  Map<String, Long> determine(Map<String, Long> lines) {
    Map<String, Long> determined = new TreeMap<>();
    lines.forEach((line, count) -> determined.merge(withoutName(line), count, Long::sum));
    return determined;
  }

  private String withoutName(String line) {
    if (!line.startsWith(NAMED)) {
      return line;
    }
    String[] words = line.substring(NAMED.length()).split(" ");
    if (!words[1].equals(names.get(words[0]))) {
      problems.add(
          "'%s' came out of the sink, which had written it as %s"
              .formatted(line, names.get(words[0])));
    }
    return NAMED + words[0];
  }
}

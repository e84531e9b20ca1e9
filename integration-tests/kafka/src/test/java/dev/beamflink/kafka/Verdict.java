package dev.beamflink.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Compares what the job wrote, {@code VALUE COUNT} by key, with what it read: each key has each
 * value from 0 on once, and each count from 1 on once. A record that was lost or came twice shows
 * in the values; state that was lost or counted twice, in the counts.
 */
final class Verdict {
  private static final int EXAMPLES = 5;

  private final List<String> problems = new ArrayList<>();

  private Verdict() {}

  /**
   * Returns what is wrong; nothing if all is as it should be.
   *
   * @param expected how many values each key has
   * @param found key, value with count, how often that came
   */
  static List<String> differences(
      Map<String, Integer> expected, Map<String, Map<String, Integer>> found) {
    Verdict verdict = new Verdict();
    expected.forEach(
        (key, values) -> verdict.judge(key, values, found.getOrDefault(key, Map.of())));
    Set<String> unknown = new TreeSet<>(found.keySet());
    unknown.removeAll(expected.keySet());
    if (!unknown.isEmpty()) {
      verdict.problems.add("Nobody knows the keys " + unknown);
    }
    return verdict.problems;
  }

  /** Whether each key has as many different lines as it has values, so that none is to come. */
  static boolean isComplete(
      Map<String, Integer> expected, Map<String, Map<String, Integer>> found) {
    return expected.entrySet().stream()
        .allMatch(key -> found.getOrDefault(key.getKey(), Map.of()).size() >= key.getValue());
  }

  private void judge(String key, int wanted, Map<String, Integer> lines) {
    Map<Integer, Integer> values = new TreeMap<>();
    Map<Integer, Integer> counts = new TreeMap<>();
    lines.forEach(
        (line, times) -> {
          String[] words = line.split(" ");
          values.merge(Integer.parseInt(words[0]), times, Integer::sum);
          counts.merge(Integer.parseInt(words[1]), times, Integer::sum);
        });
    compare(key, "values", IntStream.range(0, wanted), values);
    compare(key, "counts", IntStream.rangeClosed(1, wanted), counts);
  }

  private void compare(String key, String what, IntStream wanted, Map<Integer, Integer> found) {
    Set<Integer> lost = wanted.boxed().collect(Collectors.toCollection(TreeSet::new));
    Map<Integer, Integer> tooOften = new TreeMap<>(found);
    lost.forEach(number -> tooOften.remove(number, 1));
    lost.removeAll(found.keySet());
    describe("%s: %d %s lost: %s", key, what, lost);
    describe("%s: %d %s too often: %s", key, what, tooOften.entrySet());
  }

  private void describe(String message, String key, String what, Set<?> examples) {
    if (!examples.isEmpty()) {
      problems.add(
          message.formatted(
              key, examples.size(), what, examples.stream().limit(EXAMPLES).toList()));
    }
  }
}

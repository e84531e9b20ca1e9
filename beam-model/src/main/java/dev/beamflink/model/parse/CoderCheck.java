package dev.beamflink.model.parse;

import dev.beamflink.model.problem.Problem;
import dev.beamflink.model.problem.Problems;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.util.construction.ModelCoders;

/**
 * Each coder is a tree of moderate size, and those of the model have as many components as they
 * must. Everything that looks at a coder follows its components down, whatever it finds there.
 */
final class CoderCheck {

  /** More than any coder has that an SDK makes, few enough to follow by recursion. */
  private static final int MOST_PARTS = 500;

  private static final String REMEDY =
      "The pipeline is damaged: report it to the SDK or tool that wrote it";

  private static final Map<String, Integer> COMPONENTS =
      Map.of(
          ModelCoders.KV_CODER_URN, 2,
          ModelCoders.WINDOWED_VALUE_CODER_URN, 2,
          ModelCoders.PARAM_WINDOWED_VALUE_CODER_URN, 2,
          ModelCoders.TIMER_CODER_URN, 2,
          ModelCoders.ITERABLE_CODER_URN, 1,
          ModelCoders.STATE_BACKED_ITERABLE_CODER_URN, 1,
          ModelCoders.LENGTH_PREFIX_CODER_URN, 1,
          ModelCoders.NULLABLE_CODER_URN, 1,
          ModelCoders.SHARDED_KEY_CODER_URN, 1,
          ModelCoders.CUSTOM_WINDOW_CODER_URN, 1);

  private final Map<String, RunnerApi.Coder> coders;
  private final Problems problems;

  private CoderCheck(Map<String, RunnerApi.Coder> coders, Problems problems) {
    this.coders = new TreeMap<>(coders); // maps of a proto have no order
    this.problems = problems;
  }

  /** Adds a problem for each coder that is none. All components must be in the pipeline. */
  static void check(RunnerApi.Components components, Problems problems) {
    CoderCheck check = new CoderCheck(components.getCodersMap(), problems);
    check.coders.forEach(check::checkComponents);
    check.checkTrees();
  }

  private void checkComponents(String id, RunnerApi.Coder coder) {
    String urn = coder.getSpec().getUrn();
    int found = coder.getComponentCoderIdsCount();
    int expected = COMPONENTS.getOrDefault(urn, found);
    if (found != expected) {
      problems.add(
          new Problem(
              "Coder '%s' (%s)".formatted(id, urn),
              "has %d components, but its kind has %d".formatted(found, expected),
              REMEDY));
    }
  }

  /** Measures coders from their leaves up: whoever is never reached contains itself. */
  private void checkTrees() {
    Map<String, List<String>> users = new HashMap<>();
    Map<String, Integer> missing = new HashMap<>();
    Map<String, Long> parts = new HashMap<>();
    Deque<String> ready = new ArrayDeque<>();
    coders.forEach(
        (id, coder) -> {
          coder
              .getComponentCoderIdsList()
              .forEach(part -> users.computeIfAbsent(part, key -> new ArrayList<>()).add(id));
          missing.put(id, coder.getComponentCoderIdsCount());
          parts.put(id, 1L);
          if (coder.getComponentCoderIdsCount() == 0) {
            ready.add(id);
          }
        });
    TreeSet<String> unreached = new TreeSet<>(coders.keySet());
    while (!ready.isEmpty()) {
      String id = ready.remove();
      unreached.remove(id);
      long size = parts.getOrDefault(id, 1L);
      if (size > MOST_PARTS) {
        report(id, "has more than %d parts".formatted(MOST_PARTS));
      }
      for (String user : users.getOrDefault(id, List.of())) {
        // Those that are too large already would double with each level.
        parts.merge(user, Math.min(size, MOST_PARTS), Long::sum);
        if (missing.merge(user, -1, Integer::sum) == 0) {
          ready.add(user);
        }
      }
    }
    unreached.forEach(id -> report(id, "contains itself, directly or through its components"));
  }

  private void report(String id, String why) {
    problems.add(new Problem("Coder '%s'".formatted(id), why, REMEDY));
  }
}

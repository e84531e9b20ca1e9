package dev.beamflink.cluster.fault;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/**
 * Leaves the last one of accumulating panes: {@code pane INDEX of KEY WINDOW CONTENT}. How many
 * there are depends on the run, but every index must have come once.
 */
final class LastPanes {
  private static final Pattern PANE = Pattern.compile("pane (\\d+) of (\\S+ \\S+) (\\S+)");

  private final List<String> problems;

  LastPanes(List<String> problems) {
    this.problems = problems;
  }

  Map<String, Long> determine(Map<String, Long> lines) {
    Map<String, Long> determined = new TreeMap<>();
    Map<String, TreeMap<Long, String>> panes = new TreeMap<>();
    lines.forEach(
        (line, count) -> {
          Matcher pane = PANE.matcher(line);
          if (!pane.matches()) {
            determined.put(line, count);
            return;
          }
          String other =
              panes
                  .computeIfAbsent(pane.group(2), group -> new TreeMap<>())
                  .put(Long.parseLong(pane.group(1)), pane.group(3));
          if (count > 1 || other != null) {
            problems.add("There was another '%s'".formatted(line));
          }
        });
    panes.forEach(
        (group, contents) -> {
          List<Long> wanted = LongStream.rangeClosed(0, contents.lastKey()).boxed().toList();
          if (!List.copyOf(contents.keySet()).equals(wanted)) {
            problems.add("Of %s only panes %s came".formatted(group, contents.keySet()));
          }
          determined.put(
              "last pane of %s %s".formatted(group, contents.lastEntry().getValue()), 1L);
        });
    return determined;
  }
}

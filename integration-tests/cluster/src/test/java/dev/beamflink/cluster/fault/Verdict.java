package dev.beamflink.cluster.fault;

import dev.beamflink.cluster.job.fault.Meeting;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What of a job's results is determined, whatever happened on the way.
 *
 * @param lines and how often each came
 * @param problems that show without a comparison
 */
public record Verdict(Map<String, Long> lines, List<String> problems) {
  private static final int EXAMPLES = 5;

  /** Judges a job that has finished. */
  static Verdict of(Meeting meeting) throws IOException {
    List<String> problems = new ArrayList<>();
    Map<String, Long> lines = Tallies.read(meeting.results(), problems);
    lines = new LastPanes(problems).determine(lines);
    lines = StableNames.read(meeting.writes(), problems).determine(lines);
    if (Tallies.files(meeting.sharers()).size() == 1) {
      problems.add("No restriction went from one subtask to another, so this proves nothing");
    }
    return new Verdict(lines, problems);
  }

  public long size() {
    return lines.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Returns problems, and what is lost or came too often; nothing if all is as expected. */
  public List<String> differencesFrom(Verdict expected) {
    List<String> lost = new ArrayList<>();
    List<String> tooOften = new ArrayList<>();
    Map<String, Long> all = new TreeMap<>(expected.lines);
    lines.forEach((line, count) -> all.putIfAbsent(line, 0L));
    all.keySet()
        .forEach(
            line -> {
              long wanted = expected.lines.getOrDefault(line, 0L);
              long found = lines.getOrDefault(line, 0L);
              if (found != wanted) {
                String difference = "'%s' %d times instead of %d".formatted(line, found, wanted);
                (found < wanted ? lost : tooOften).add(difference);
              }
            });
    List<String> differences = new ArrayList<>(problems);
    describe("lost", lost, differences);
    describe("too often", tooOften, differences);
    return differences;
  }

  private static void describe(String what, List<String> lines, List<String> differences) {
    if (!lines.isEmpty()) {
      List<String> examples = lines.stream().limit(EXAMPLES).toList();
      differences.add("%d %s: %s".formatted(lines.size(), what, examples));
    }
  }
}

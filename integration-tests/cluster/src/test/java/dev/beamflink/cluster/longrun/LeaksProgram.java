package dev.beamflink.cluster.longrun;

import java.util.List;
import java.util.Map;

/** The program behind {@code scripts/leak-test}. */
final class LeaksProgram {
  private static final int ROUNDS = 10;

  private static final String USAGE =
      """
      usage: scripts/leak-test [--jobs N] [--no-build]
        --jobs N  how many jobs the cluster gets, rounded up to a multiple of %d (default: 200)"""
          .formatted(ROUNDS * Session.PIPELINES);

  public static void main(String[] arguments) throws Exception {
    long jobs = NumberOptions.parse(arguments, Map.of("jobs", 200L), USAGE).get("jobs");
    int times = Math.toIntExact((jobs - 1) / (ROUNDS * Session.PIPELINES) + 1);
    List<String> problems;
    try (Session session = Session.start("leaks")) {
      problems = new Leaks(ROUNDS, times).run(session, System.out);
    }
    problems.forEach(System.out::println);
    System.out.println(problems.isEmpty() ? "Nothing of an ended job is left" : "FAILED");
    System.exit(problems.isEmpty() ? 0 : 1);
  }

  private LeaksProgram() {}
}

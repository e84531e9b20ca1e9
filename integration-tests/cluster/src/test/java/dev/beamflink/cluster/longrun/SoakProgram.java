package dev.beamflink.cluster.longrun;

import dev.beamflink.cluster.fault.FaultCluster;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The program behind {@code scripts/soak}. */
final class SoakProgram {
  private static final String USAGE =
      """
      usage: scripts/soak [--minutes N] [--seed S] [--no-build]
        --minutes N  how long the job runs, with a fault in each (default: 30)
        --seed S     of all random choices (default: another one each time)""";

  public static void main(String[] arguments) throws Exception {
    Map<String, Long> options =
        NumberOptions.parse(arguments, Map.of("minutes", 30L, "seed", System.nanoTime()), USAGE);
    long seed = options.get("seed");
    Soak soak = new Soak(options.get("minutes").intValue(), Duration.ofMinutes(1));
    System.out.printf("%s, seed %d%n", soak, seed);
    List<String> problems;
    try (FaultCluster cluster = FaultCluster.start("soak")) {
      problems = soak.run(cluster, new Random(seed), System.out);
    }
    problems.forEach(System.out::println);
    System.out.println(problems.isEmpty() ? "All flat, all results right" : "FAILED");
    System.exit(problems.isEmpty() ? 0 : 1);
  }

  private SoakProgram() {}
}

package dev.beamflink.cluster.fault;

import dev.beamflink.cluster.job.fault.pipeline.FaultPipelines;
import java.util.ArrayList;
import java.util.List;

/** The program behind {@code scripts/fault-tests}. */
final class FaultTests {
  private static final int FAULTS_PER_RUN = FaultKind.values().length;

  private static final String USAGE =
      """
      usage: scripts/fault-tests [--faults N] [--seed S] [--no-build] [PIPELINE...]
        --faults N  faults in all, rounded up to whole runs of %d (default: 200)
        --seed S    of all random choices (default: another one each time)
        PIPELINE    of %s (default: all)"""
          .formatted(FAULTS_PER_RUN, FaultPipelines.names());

  private int faults = 200;
  private long seed = System.nanoTime();
  private final List<String> pipelines = new ArrayList<>();

  public static void main(String[] arguments) throws Exception {
    FaultTests tests = new FaultTests();
    try {
      tests.parse(List.of(arguments));
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.err.println(USAGE);
      System.exit(2);
    }
    System.exit(tests.run() ? 0 : 1);
  }

  private void parse(List<String> arguments) {
    for (int index = 0; index < arguments.size(); index++) {
      String argument = arguments.get(index);
      if (!argument.startsWith("--")) {
        FaultPipelines.named(argument);
        pipelines.add(argument);
        continue;
      }
      if (index + 1 == arguments.size()) {
        throw new IllegalArgumentException("%s needs a number behind it".formatted(argument));
      }
      String value = arguments.get(++index);
      switch (argument) {
        case "--faults" -> faults = Integer.parseInt(value);
        case "--seed" -> seed = Long.parseLong(value);
        default -> throw new IllegalArgumentException("Unknown option " + argument);
      }
    }
    if (pipelines.isEmpty()) {
      pipelines.addAll(FaultPipelines.names());
    }
  }

  private boolean run() throws Exception {
    FaultLog log = new FaultLog(System.out);
    log.say("%d faults on %s, seed %d".formatted(faults, pipelines, seed));
    List<FaultKind> kinds = List.of(FaultKind.values());
    List<String> problems;
    try (FaultCluster cluster = FaultCluster.start("faults")) {
      FaultCampaign campaign = new FaultCampaign(cluster, seed, log);
      problems = campaign.problems();
      for (int run = 0; run * FAULTS_PER_RUN < faults; run++) {
        campaign.run(pipelines.get(run % pipelines.size()), kinds);
      }
    }
    log.summarize();
    problems.forEach(System.out::println);
    System.out.println(problems.isEmpty() ? "Nothing lost, nothing doubled" : "FAILED");
    return problems.isEmpty();
  }
}

package dev.beamflink.kafka;

import dev.beamflink.cluster.fault.FaultCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The program behind {@code scripts/kafka-tests}. */
final class KafkaTests {
  private static final String USAGE =
      """
      usage: scripts/kafka-tests [--kills N] [--seed S] [--no-build]
        --kills N  TaskManagers that are killed in each of the two runs, one per way to read (default: 10);
                    the JobManager is killed after them
        --seed S   of all random choices (default: another one each time)\
      """;

  private int kills = 10;
  private long seed = System.nanoTime();

  public static void main(String[] arguments) throws Exception {
    KafkaTests tests = new KafkaTests();
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
    for (int index = 0; index < arguments.size(); index += 2) {
      String argument = arguments.get(index);
      if (index + 1 == arguments.size()) {
        throw new IllegalArgumentException("%s needs a number behind it".formatted(argument));
      }
      String value = arguments.get(index + 1);
      switch (argument) {
        case "--kills" -> kills = Integer.parseInt(value);
        case "--seed" -> seed = Long.parseLong(value);
        default -> throw new IllegalArgumentException("Unknown option " + argument);
      }
    }
  }

  private boolean run() throws Exception {
    RunLog log = new RunLog();
    log.say("%d kills for each way to read, seed %d".formatted(kills, seed));
    List<String> problems = new ArrayList<>();
    try (FaultCluster cluster = KafkaRuns.startCluster("kafka");
        KafkaBroker broker = KafkaBroker.start(cluster.directory().resolve("kafka"))) {
      KafkaRuns runs = new KafkaRuns(cluster, broker, new Random(seed), log);
      for (ReadPath path : ReadPath.values()) {
        runs.problems(path, Victim.taskManagersThenJobManager(kills))
            .forEach(problem -> problems.add(path + ": " + problem));
      }
    }
    problems.forEach(System.out::println);
    System.out.println(problems.isEmpty() ? "Nothing lost, nothing doubled" : "FAILED");
    return problems.isEmpty();
  }
}

package dev.beamflink.benchmarks.run;

import dev.beamflink.benchmarks.fork.ForkPlan;
import dev.beamflink.benchmarks.fork.ForkResult;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** Runs the forks of all subjects in turns, and keeps what they have found. */
final class Forks {

  private final ForkProcess process;
  private final int number;
  private final Path directory;
  private final KeptForks kept;
  private final PrintStream progress;

  /**
   * @param number of each subject
   * @param directory for their files
   * @param kept those that need not run again, and where others are added
   */
  Forks(ForkProcess process, int number, Path directory, KeptForks kept, PrintStream progress) {
    this.process = process;
    this.number = number;
    this.directory = directory;
    this.kept = kept;
    this.progress = progress;
  }

  /** Where jobs may keep state and checkpoints. */
  String stateDirectory() {
    return directory.resolve("state").toString();
  }

  /**
   * Runs them.
   *
   * @param name of the row
   * @param plans of the subjects that take part
   * @param shown what the progress line says of a fork
   */
  Map<Subject, List<ForkResult>> run(
      String name, Map<Subject, ForkPlan> plans, BiFunction<ForkPlan, ForkResult, String> shown)
      throws IOException, InterruptedException {
    Map<Subject, List<ForkResult>> results = new EnumMap<>(Subject.class);
    for (int fork = 0; fork < number; fork++) {
      for (Map.Entry<Subject, ForkPlan> entry : plans.entrySet()) {
        Subject subject = entry.getKey();
        ForkPlan plan = entry.getValue();
        ForkResult result = run("%s-%s-%d".formatted(name, subject.id(), fork), subject, plan);
        results.computeIfAbsent(subject, any -> new ArrayList<>()).add(result);
        progress.printf(
            "%-44s %-9s fork %d: %s%n", name, subject.id(), fork + 1, shown.apply(plan, result));
      }
    }
    return results;
  }

  private ForkResult run(String name, Subject subject, ForkPlan plan)
      throws IOException, InterruptedException {
    Optional<ForkResult> earlier = kept.find(name, plan);
    if (earlier.isPresent()) {
      return earlier.get();
    }
    ForkResult result = process.run(subject, plan, directory.resolve(name));
    kept.add(name, plan, result);
    return result;
  }
}

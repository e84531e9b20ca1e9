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
import java.util.function.BiFunction;

/** Runs the forks of all subjects in turns, and keeps what they have found. */
final class Forks {

  private final ForkProcess process;
  private final int number;
  private final Path directory;
  private final String commit;
  private final boolean resume;
  private final PrintStream progress;

  /**
   * @param number of each subject
   * @param directory for their files
   * @param commit what they are kept with
   * @param resume whether those that have run at this commit are taken over
   */
  Forks(
      ForkProcess process,
      int number,
      Path directory,
      String commit,
      boolean resume,
      PrintStream progress) {
    this.process = process;
    this.number = number;
    this.directory = directory;
    this.commit = commit;
    this.resume = resume;
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
    Path file = directory.resolve("forks").resolve(name + ".json");
    ForkResult kept = resume ? ForkFile.read(file, commit, plan).orElse(null) : null;
    if (kept != null) {
      return kept;
    }
    ForkResult result = process.run(subject, plan, directory.resolve(name));
    new ForkFile(commit, plan, result).write(file);
    return result;
  }
}

package dev.beamflink.benchmarks.run;

import dev.beamflink.benchmarks.fork.Checksum;
import dev.beamflink.benchmarks.fork.ForkPlan;
import dev.beamflink.benchmarks.fork.ForkResult;
import dev.beamflink.benchmarks.fork.Workload;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Runs the forks of a workload: all subjects in turns, as often as there are forks. */
final class Benchmark {

  /** How many forks, and how long. */
  record Effort(int forks, int rounds, double seconds) {}

  private final ForkProcess process;
  private final Set<Subject> subjects;
  private final Effort effort;
  private final Path directory;
  private final String commit;
  private final boolean resume;
  private final PrintStream progress;

  /**
   * @param directory for the files of forks
   * @param commit what the forks are kept with
   * @param resume whether forks that have run at this commit are taken over
   */
  Benchmark(
      ForkProcess process,
      Set<Subject> subjects,
      Effort effort,
      Path directory,
      String commit,
      boolean resume,
      PrintStream progress) {
    this.process = process;
    this.subjects = subjects;
    this.effort = effort;
    this.directory = directory;
    this.commit = commit;
    this.resume = resume;
    this.progress = progress;
  }

  /** Measures a workload. */
  Row run(Workload workload, Setting setting)
      throws IOException, InterruptedException, ResultsDifferException {
    Map<Subject, List<ForkResult>> forks = new EnumMap<>(Subject.class);
    for (int number = 0; number < effort.forks(); number++) {
      for (Subject subject : subjects) {
        ForkResult result = fork(workload, setting, subject, number);
        forks.computeIfAbsent(subject, any -> new ArrayList<>()).add(result);
      }
    }
    compareChecks(forks);
    compareRounds(workload, setting, forks);
    Map<Subject, Measured> measured = new EnumMap<>(Subject.class);
    forks.forEach(
        (subject, results) ->
            measured.put(
                subject, Measured.of(results, plan(workload, setting, subject).measured())));
    return new Row(workload, setting, measured);
  }

  private ForkResult fork(Workload workload, Setting setting, Subject subject, int number)
      throws IOException, InterruptedException {
    ForkPlan plan = plan(workload, setting, subject);
    String name = "%s-%s-%s-%d".formatted(workload.id(), setting.id(), subject.id(), number);
    Path file = directory.resolve("forks").resolve(name + ".json");
    ForkResult result = resume ? ForkFile.read(file, commit, plan).orElse(null) : null;
    if (result == null) {
      result = process.run(subject, plan, directory.resolve(name));
      new ForkFile(commit, plan, result).write(file);
    }
    progress.printf(
        "%-24s %-12s %-9s fork %d: %,14.0f elements/s%n",
        workload.id(),
        setting.id(),
        subject.id(),
        number + 1,
        Measured.of(List.of(result), plan.measured()).median());
    return result;
  }

  private ForkPlan plan(Workload workload, Setting setting, Subject subject) {
    // The first round has to be the same for all, so that of the slowest
    return setting.plan(
        workload,
        Math.max(1, (long) (workload.existingRate() * effort.seconds())),
        subject.measured(workload, effort.seconds()),
        effort.rounds(),
        directory.resolve("state").toString());
  }

  private static void compareChecks(Map<Subject, List<ForkResult>> forks)
      throws ResultsDifferException {
    Map<Subject, List<Checksum>> checks = new EnumMap<>(Subject.class);
    forks.forEach(
        (subject, results) ->
            checks.put(subject, results.stream().map(ForkResult::check).distinct().toList()));
    if (checks.values().stream().distinct().count() != 1
        || checks.values().iterator().next().size() != 1) {
      throw new ResultsDifferException("The results of the first rounds differ: " + checks);
    }
  }

  /** Rounds that count have to have the same results too, where they have as many elements. */
  private void compareRounds(
      Workload workload, Setting setting, Map<Subject, List<ForkResult>> forks)
      throws ResultsDifferException {
    Map<Long, Set<Checksum>> byElements = new TreeMap<>();
    forks.forEach(
        (subject, results) -> {
          Set<Checksum> checksums =
              byElements.computeIfAbsent(
                  plan(workload, setting, subject).measured(), any -> new HashSet<>());
          results.forEach(
              result -> result.rounds().forEach(round -> checksums.add(round.checksum())));
        });
    for (Set<Checksum> checksums : byElements.values()) {
      if (checksums.size() > 1) {
        throw new ResultsDifferException(
            "The results of the rounds that count differ: " + checksums);
      }
    }
  }
}

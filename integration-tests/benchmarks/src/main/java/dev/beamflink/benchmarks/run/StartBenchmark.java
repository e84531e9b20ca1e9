package dev.beamflink.benchmarks.run;

import dev.beamflink.benchmarks.fork.ForkPlan;
import dev.beamflink.benchmarks.fork.ForkResult;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** How long a job takes from the start of its JVM, cold: one figure for each fork. */
final class StartBenchmark implements Benchmark {

  private final Forks forks;
  private final Set<Subject> subjects;

  StartBenchmark(Forks forks, Set<Subject> subjects) {
    this.forks = forks;
    this.subjects = subjects;
  }

  @Override
  public List<Row> run(SizedWorkload workload, Setting setting)
      throws IOException, InterruptedException, ResultsDifferException {
    long elements = workload.flinkRate();
    ForkPlan plan = setting.plan(workload, elements, elements, 1, forks.stateDirectory());
    Map<Subject, ForkPlan> plans = new EnumMap<>(Subject.class);
    subjects.forEach(subject -> plans.put(subject, plan));
    Map<Subject, List<ForkResult>> results =
        forks.run(
            workload.id() + "-" + setting.id(),
            plans,
            (any, result) -> String.format(Locale.ROOT, "%14.2f s", seconds(result)));
    Comparison.check(results, plans);
    Map<Subject, Measured> measured = new EnumMap<>(Subject.class);
    results.forEach(
        (subject, found) ->
            measured.put(
                subject,
                Measured.of(found.stream().mapToDouble(StartBenchmark::seconds).toArray())));
    return List.of(
        new Row(
            workload.id(),
            workload.description(),
            setting,
            Unit.SECONDS,
            measured,
            Targets.of(workload, setting)));
  }

  private static double seconds(ForkResult fork) {
    return fork.rounds().get(0).nanos() / 1e9;
  }
}

package dev.beamflink.benchmarks.run;

import static java.util.Objects.requireNonNull;

import dev.beamflink.benchmarks.fork.ForkPlan;
import dev.beamflink.benchmarks.fork.ForkResult;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** How many elements of the source a subject processes in a second. */
final class ThroughputBenchmark implements Benchmark {

  private final Forks forks;
  private final Set<Subject> subjects;
  private final Effort effort;

  ThroughputBenchmark(Forks forks, Set<Subject> subjects, Effort effort) {
    this.forks = forks;
    this.subjects = subjects;
    this.effort = effort;
  }

  @Override
  public List<Row> run(SizedWorkload workload, Setting setting)
      throws IOException, InterruptedException, ResultsDifferException {
    Map<Subject, ForkPlan> plans = new EnumMap<>(Subject.class);
    subjects.forEach(subject -> plans.put(subject, plan(workload, setting, subject)));
    String name = workload.id() + "-" + setting.id();
    Map<Subject, List<ForkResult>> results = forks.run(name, plans, ThroughputBenchmark::shown);
    Comparison.check(results, plans);
    Map<Subject, Measured> measured = new EnumMap<>(Subject.class);
    results.forEach(
        (subject, found) ->
            measured.put(
                subject,
                Measured.of(
                    found.stream()
                        .mapToDouble(fork -> rate(requireNonNull(plans.get(subject)), fork))
                        .toArray())));
    return List.of(
        new Row(
            workload.id(),
            workload.description(),
            setting,
            Unit.ELEMENTS_PER_SECOND,
            measured,
            Targets.of(workload, setting)));
  }

  private ForkPlan plan(SizedWorkload workload, Setting setting, Subject subject) {
    // The first round has to be the same for all, so that of the slowest
    return setting.plan(
        workload,
        Math.max(1, (long) (workload.existingRate() * effort.seconds())),
        subject.measured(workload, effort.seconds()),
        effort.rounds(),
        forks.stateDirectory());
  }

  private static String shown(ForkPlan plan, ForkResult result) {
    return String.format(Locale.ROOT, "%,14.0f elements/s", rate(plan, result));
  }

  /** The median of the rounds. */
  static double rate(ForkPlan plan, ForkResult fork) {
    return Measured.median(
        fork.rounds().stream()
            .mapToDouble(round -> plan.measured() * 1e9 / round.nanos())
            .toArray());
  }
}

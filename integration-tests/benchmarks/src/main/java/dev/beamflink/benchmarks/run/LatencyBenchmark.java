package dev.beamflink.benchmarks.run;

import dev.beamflink.benchmarks.fork.ForkPlan;
import dev.beamflink.benchmarks.fork.ForkResult;
import dev.beamflink.benchmarks.fork.ForkResult.Latency;
import dev.beamflink.benchmarks.fork.Latencies;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.ToLongFunction;

/**
 * How late elements come to the sink, at shares of the throughput that the slower one of our job
 * and the hand-written one can take: the same load for both. The existing runner takes no part, as
 * most of these loads are too much for it.
 */
final class LatencyBenchmark implements Benchmark {

  private static final List<Integer> PERCENT = List.of(10, 50, 90);

  private final Forks forks;
  private final Set<Subject> subjects;
  private final Effort effort;

  /**
   * @param subjects those that have been asked for
   */
  LatencyBenchmark(Forks forks, Set<Subject> subjects, Effort effort) {
    this.forks = forks;
    this.subjects = EnumSet.copyOf(subjects);
    this.subjects.remove(Subject.EXISTING);
    this.effort = effort;
  }

  @Override
  public List<Row> run(SizedWorkload workload, Setting setting)
      throws IOException, InterruptedException, ResultsDifferException {
    double most = mostOfTheSlowest(workload, setting);
    List<Row> rows = new ArrayList<>();
    for (int percent : PERCENT) {
      rows.addAll(run(workload, setting, percent, Math.floor(most * percent / 100)));
    }
    return rows;
  }

  /** How many elements per second the slowest subject takes if all are due at once. */
  private double mostOfTheSlowest(SizedWorkload workload, Setting setting)
      throws IOException, InterruptedException, ResultsDifferException {
    long warmUp = warmUp(workload);
    ForkPlan plan =
        setting.plan(workload, warmUp, 4 * warmUp, effort.rounds(), forks.stateDirectory());
    Map<Subject, ForkPlan> plans = sameForAll(plan);
    Map<Subject, List<ForkResult>> results =
        forks.run(
            "%s-%s-most".formatted(workload.id(), setting.id()),
            plans,
            (any, result) ->
                String.format(
                    Locale.ROOT, "%,14.0f elements/s", ThroughputBenchmark.rate(plan, result)));
    Comparison.check(results, plans);
    return results.values().stream()
        .mapToDouble(
            found ->
                Measured.median(
                    found.stream()
                        .mapToDouble(fork -> ThroughputBenchmark.rate(plan, fork))
                        .toArray()))
        .min()
        .orElseThrow();
  }

  private List<Row> run(
      SizedWorkload workload, Setting setting, int percent, double elementsPerSecond)
      throws IOException, InterruptedException, ResultsDifferException {
    long elements = (long) (elementsPerSecond * (Latencies.SETTLING_SECONDS + effort.seconds()));
    ForkPlan plan =
        setting
            .plan(workload, warmUp(workload), elements, effort.rounds(), forks.stateDirectory())
            .at(elementsPerSecond);
    Map<Subject, ForkPlan> plans = sameForAll(plan);
    String id = "%s-%d-percent".formatted(workload.id(), percent);
    Map<Subject, List<ForkResult>> results =
        forks.run(id + "-" + setting.id(), plans, (any, result) -> shown(result));
    Comparison.check(results, plans);
    String load =
        String.format(
            Locale.ROOT,
            "%s, at %d %% (%,.0f/s)",
            workload.description(),
            percent,
            elementsPerSecond);
    return List.of(
        row(id + "-p50", load + ", p50", setting, results, Latency::medianNanos),
        row(id + "-p99", load + ", p99", setting, results, Latency::p99Nanos));
  }

  private static Row row(
      String id,
      String name,
      Setting setting,
      Map<Subject, List<ForkResult>> results,
      ToLongFunction<Latency> percentile) {
    Map<Subject, Measured> measured = new EnumMap<>(Subject.class);
    results.forEach(
        (subject, found) ->
            measured.put(
                subject,
                Measured.of(
                    found.stream().mapToDouble(fork -> millis(fork, percentile)).toArray())));
    return new Row(id, name, setting, Unit.MILLISECONDS, measured, Targets.OF_LATENCY);
  }

  private Map<Subject, ForkPlan> sameForAll(ForkPlan plan) {
    Map<Subject, ForkPlan> plans = new EnumMap<>(Subject.class);
    subjects.forEach(subject -> plans.put(subject, plan));
    return plans;
  }

  private long warmUp(SizedWorkload workload) {
    return (long) (workload.flinkRate() * effort.seconds());
  }

  private static String shown(ForkResult fork) {
    return String.format(
        Locale.ROOT,
        "p50 %,.2f ms, p99 %,.2f ms",
        millis(fork, Latency::medianNanos),
        millis(fork, Latency::p99Nanos));
  }

  /** The median of the rounds. */
  private static double millis(ForkResult fork, ToLongFunction<Latency> percentile) {
    return Measured.median(
        fork.rounds().stream()
            .map(round -> Objects.requireNonNull(round.latency(), "latency of a round"))
            .mapToDouble(latency -> percentile.applyAsLong(latency) / 1e6)
            .toArray());
  }
}

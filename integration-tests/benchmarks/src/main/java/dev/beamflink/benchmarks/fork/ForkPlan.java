package dev.beamflink.benchmarks.fork;

/**
 * What a fork does: first a round that warms up and whose result is compared among the subjects,
 * then those that count.
 *
 * @param size of the workload, see {@link Workload#size}
 * @param checked elements of the first round, the same for all subjects
 * @param measured elements of the others
 * @param checkpointMillis between checkpoints; 0 takes none
 * @param backend of the state of streaming jobs: {@code hashmap} or {@code rocksdb}
 * @param directory for state and checkpoints
 * @param elementsPerSecond of the source in the rounds that count, where latency is measured;
 *     otherwise 0
 */
public record ForkPlan(
    Workload workload,
    int size,
    long checked,
    long measured,
    int rounds,
    int parallelism,
    long checkpointMillis,
    String backend,
    String directory,
    double elementsPerSecond) {

  /** The same at a rate. */
  public ForkPlan at(double rate) {
    return with(directory, rate);
  }

  /** The same with another directory. */
  public ForkPlan in(String other) {
    return with(other, elementsPerSecond);
  }

  private ForkPlan with(String otherDirectory, double otherRate) {
    return new ForkPlan(
        workload,
        size,
        checked,
        measured,
        rounds,
        parallelism,
        checkpointMillis,
        backend,
        otherDirectory,
        otherRate);
  }
}

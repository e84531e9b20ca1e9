package dev.beamflink.benchmarks.run;

import dev.beamflink.benchmarks.fork.ForkPlan;
import dev.beamflink.benchmarks.fork.Workload;
import java.util.Locale;

/** How jobs are run. */
enum Setting {
  HEAP("parallelism 1, state on the heap", 1, 0, "hashmap"),
  PARALLEL("parallelism 2, state on the heap", 2, 0, "hashmap"),
  CHECKPOINTS("parallelism 1, state on the heap, a checkpoint each second", 1, 1000, "hashmap"),
  ROCKSDB("parallelism 1, RocksDB, a checkpoint each second", 1, 1000, "rocksdb");

  private final String description;
  private final int parallelism;
  private final long checkpointMillis;
  private final String backend;

  Setting(String description, int parallelism, long checkpointMillis, String backend) {
    this.description = description;
    this.parallelism = parallelism;
    this.checkpointMillis = checkpointMillis;
    this.backend = backend;
  }

  String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  String description() {
    return description;
  }

  /** Whether it makes a difference for the workload. */
  boolean suits(Workload workload) {
    return this == HEAP || this == PARALLEL || !workload.isBatch();
  }

  ForkPlan plan(Workload workload, long checked, long measured, int rounds, String directory) {
    return new ForkPlan(
        workload, checked, measured, rounds, parallelism, checkpointMillis, backend, directory);
  }
}

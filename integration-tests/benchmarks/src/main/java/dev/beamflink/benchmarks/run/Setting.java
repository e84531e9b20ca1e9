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
    return switch (workload.measure()) {
      case THROUGHPUT -> this == HEAP || this == PARALLEL || !workload.isBatch();
      case TIME_TO_END, TIME_TO_FIRST_RESULT, LATENCY -> this == HEAP;
    };
  }

  /** Whether the table has a row for the workload in this setting. */
  boolean isInTableWith(Workload workload) {
    return switch (workload) {
      case BATCH_GROUP_TEN_GIGABYTES -> false; // a script of its own
      case FIXED_SUM_FIVE_MILLION_KEYS -> this == ROCKSDB;
      case PARDO_LONG,
          PARDO_KV,
          FIXED_SUM,
          FIXED_SUM_MANY_KEYS,
          SLIDING_SUM,
          STATEFUL,
          STATEFUL_EVERY_TIMER ->
          true;
      default -> this == HEAP;
    };
  }

  ForkPlan plan(SizedWorkload workload, long checked, long measured, int rounds, String directory) {
    return new ForkPlan(
        workload.workload(),
        workload.size(),
        checked,
        measured,
        rounds,
        parallelism,
        checkpointMillis,
        backend,
        directory,
        0);
  }
}

package dev.beamflink.benchmarks.run;

import dev.beamflink.benchmarks.fork.Workload;
import java.util.Map;

/** The targets of this project: for each row, those against the other two subjects. */
final class Targets {

  /** Of the rows of latency. */
  static final Map<Subject, Target> OF_LATENCY =
      Map.of(Subject.FLINK, new Target.NoLongerThan(1.2));

  private Targets() {}

  /** Those of a workload in a setting; none if it is not in the table in this size. */
  static Map<Subject, Target> of(SizedWorkload workload, Setting setting) {
    return workload.isUsual() ? of(workload.workload(), setting) : Map.of();
  }

  private static Map<Subject, Target> of(Workload workload, Setting setting) {
    if (setting == Setting.ROCKSDB) {
      switch (workload) {
        case FIXED_SUM, FIXED_SUM_FIVE_MILLION_KEYS -> {
          return atLeast(1.5, 8);
        }
        case STATEFUL -> {
          return atLeast(0.9, 2.5);
        }
        default -> {
          // As in other settings
        }
      }
    }
    return switch (workload) {
      case PARDO_LONG, PARDO_KV, FIXED_GROUP -> atLeast(1.0, 12);
      case FIXED_SUM, FIXED_SUM_MANY_KEYS, FIXED_SUM_FIVE_MILLION_KEYS -> atLeast(1.2, 10);
      case SLIDING_SUM -> atLeast(3, 20);
      case SESSION_SUM -> atLeast(1.0, 7);
      case STATEFUL -> atLeast(0.9, 5);
      case STATEFUL_EVERY_TIMER -> atLeast(0.9, 4.4);
      case SIDE_INPUT -> atLeast(0.9, 100);
      case RESHUFFLE, REDISTRIBUTE, REDISTRIBUTE_BY_KEY -> atLeast(1.0, 6);
      case EARLY_COUNT, EARLY_PROCESSING_TIME -> atLeast(0.8, 4);
      case BATCH_WORD_COUNT -> atLeast(1.0, 3.5);
      case BATCH_CO_GROUP, BATCH_GROUP_GIGABYTE -> atLeast(1.0, 2);
      case BATCH_GROUP_TEN_GIGABYTES -> Map.of();
      case BATCH_SIDE_INPUT -> atLeast(1.0, 5);
      case COLD_START ->
          Map.of(
              Subject.FLINK, new Target.Within(0.3),
              Subject.EXISTING, new Target.AtLeast(1.4));
      case LARGE_GRAPH ->
          Map.of(
              Subject.FLINK, new Target.Below(3),
              Subject.EXISTING, new Target.AtLeast(1.4));
      case LATENCY_PARDO_KV, LATENCY_STATEFUL -> OF_LATENCY;
    };
  }

  private static Map<Subject, Target> atLeast(double handWritten, double existing) {
    return Map.of(
        Subject.FLINK, new Target.AtLeast(handWritten),
        Subject.EXISTING, new Target.AtLeast(existing));
  }
}

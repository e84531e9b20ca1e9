package dev.beamflink.benchmarks.run;

import dev.beamflink.benchmarks.beam.BeamFork;
import dev.beamflink.benchmarks.flink.FlinkFork;
import dev.beamflink.benchmarks.fork.ForkPlan;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Who does the workloads. */
enum Subject {
  OURS("this runner", BeamFork.class) {
    @Override
    List<String> options(ForkPlan plan) {
      return beamOptions(plan, plan.backend());
    }
  },

  /** At its defaults plus object reuse. */
  EXISTING("the existing runner", BeamFork.class) {
    @Override
    List<String> options(ForkPlan plan) {
      String backend = plan.backend().equals("hashmap") ? "filesystem" : plan.backend();
      List<String> options = beamOptions(plan, backend);
      options.add("--objectReuse=true");
      if (!plan.workload().isBatch()) {
        options.add("--shutdownSourcesAfterIdleMs=0"); // with checkpoints its sources do not end
      }
      return options;
    }

    /** As many as the others have, unless that takes very long. */
    @Override
    long measured(SizedWorkload workload, double seconds) {
      return Math.min(
          super.measured(workload, seconds), (long) (workload.existingRate() * seconds * LONGER));
    }
  },

  FLINK("hand-written Flink", FlinkFork.class) {
    @Override
    List<String> options(ForkPlan plan) {
      return List.of();
    }
  };

  /** A round of the existing runner may take so many times as long as one of the others. */
  private static final double LONGER = 2;

  private final String description;
  private final Class<?> main;

  Subject(String description, Class<?> main) {
    this.description = description;
    this.main = main;
  }

  String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  String description() {
    return description;
  }

  Class<?> main() {
    return main;
  }

  /** What it is told beside the plan. */
  abstract List<String> options(ForkPlan plan);

  /**
   * How many elements a round has that counts.
   *
   * @param seconds that it should take about, in a hand-written job
   */
  long measured(SizedWorkload workload, double seconds) {
    return Math.max(1, (long) (workload.flinkRate() * seconds));
  }

  private static List<String> beamOptions(ForkPlan plan, String backend) {
    List<String> options =
        new ArrayList<>(
            List.of(
                "--runner=FlinkRunner",
                "--flinkMaster=[local]",
                "--parallelism=" + plan.parallelism()));
    if (!plan.workload().isBatch()) {
      options.add("--streaming=true");
      options.add("--stateBackend=" + backend);
      options.add("--stateBackendStoragePath=" + new File(plan.directory()).toURI());
      if (plan.checkpointMillis() > 0) {
        options.add("--checkpointingInterval=" + plan.checkpointMillis());
      }
    }
    return options;
  }
}

package dev.beamflink.benchmarks.run;

import dev.beamflink.benchmarks.beam.BeamFork;
import dev.beamflink.benchmarks.flink.FlinkFork;
import dev.beamflink.benchmarks.fork.ForkPlan;
import dev.beamflink.benchmarks.fork.Workload;
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

    @Override
    long rate(Workload workload) {
      return workload.flinkRate();
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

    @Override
    long rate(Workload workload) {
      return workload.existingRate();
    }
  },

  FLINK("hand-written Flink", FlinkFork.class) {
    @Override
    List<String> options(ForkPlan plan) {
      return List.of();
    }

    @Override
    long rate(Workload workload) {
      return workload.flinkRate();
    }
  };

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

  /** About as many elements of the workload as it does in a second. */
  abstract long rate(Workload workload);

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

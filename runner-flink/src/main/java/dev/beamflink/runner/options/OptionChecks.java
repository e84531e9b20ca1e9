package dev.beamflink.runner.options;

import dev.beamflink.model.problem.Problems;
import java.util.List;
import org.apache.beam.runners.flink.FlinkPipelineOptions;

/** All checks of options, in the order in which problems are reported. */
public final class OptionChecks {

  private static final List<OptionCheck> ALL =
      List.of(
          new RangeCheck(),
          new ParallelismCheck(),
          new CheckpointCheck(),
          new StateBackendCheck(),
          new RestartCheck(),
          new FlinkConfDirCheck(),
          new StagedFilesCheck(),
          new PlanFileCheck(),
          new HarnessCheck());

  private OptionChecks() {}

  /** Adds all that is wrong with the options themselves; the cluster checks the rest. */
  public static void checkAll(FlinkPipelineOptions options, Problems problems) {
    ALL.forEach(check -> check.check(options, problems));
  }
}

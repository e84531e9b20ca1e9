package dev.beamflink.runner.options;

import dev.beamflink.model.problem.Problems;
import java.util.List;
import org.apache.beam.runners.flink.FlinkPipelineOptions;

/** Options of checkpoints fit together. */
final class CheckpointCheck implements OptionCheck {

  private static final List<String> MODES =
      List.of(CheckpointOptions.EXACTLY_ONCE, "AT_LEAST_ONCE");

  @Override
  public void check(FlinkPipelineOptions options, Problems problems) {
    String mode = options.getCheckpointingMode();
    if (!MODES.contains(mode)) {
      problems.add(
          OptionProblems.of(
              "checkpointingMode",
              "is '%s', expected one of %s".formatted(mode, MODES),
              "Correct it or leave it out"));
    }
    if (options.getUnalignedCheckpointEnabled() || options.getForceUnalignedCheckpointEnabled()) {
      checkUnaligned(options, problems);
    }
    if (!options.getFailOnCheckpointingErrors()
        && options.getTolerableCheckpointFailureNumber() > 0) {
      problems.add(
          OptionProblems.of(
              "failOnCheckpointingErrors",
              "is false, which tolerates any number of failures, but"
                  + " --tolerableCheckpointFailureNumber=%d sets a limit"
                      .formatted(options.getTolerableCheckpointFailureNumber()),
              "Leave one of the two out"));
    }
  }

  private static void checkUnaligned(FlinkPipelineOptions options, Problems problems) {
    if (!options.getUnalignedCheckpointEnabled()) {
      problems.add(
          OptionProblems.of(
              "forceUnalignedCheckpointEnabled",
              "has no effect without --unalignedCheckpointEnabled",
              "Set both, or neither"));
      return;
    }
    if (!options.getCheckpointingMode().equals(CheckpointOptions.EXACTLY_ONCE)) {
      problems.add(
          OptionProblems.of(
              "unalignedCheckpointEnabled",
              "needs --checkpointingMode=EXACTLY_ONCE, found " + options.getCheckpointingMode(),
              "Leave one of the two out"));
    }
    if (options.getNumConcurrentCheckpoints() > 1) {
      problems.add(
          OptionProblems.of(
              "unalignedCheckpointEnabled",
              "allows one checkpoint at a time, but --numConcurrentCheckpoints is "
                  + options.getNumConcurrentCheckpoints(),
              "Leave one of the two out"));
    }
  }
}

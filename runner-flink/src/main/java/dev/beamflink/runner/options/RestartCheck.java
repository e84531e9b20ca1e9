package dev.beamflink.runner.options;

import dev.beamflink.model.problem.Problems;
import org.apache.beam.runners.flink.FlinkPipelineOptions;

/** A delay between restarts is not given without a number of restarts. */
final class RestartCheck implements OptionCheck {

  @Override
  public void check(FlinkPipelineOptions options, Problems problems) {
    if (options.getExecutionRetryDelay() >= 0 && options.getNumberOfExecutionRetries() == -1) {
      problems.add(
          OptionProblems.of(
              "executionRetryDelay",
              "has no effect without --numberOfExecutionRetries",
              "Set both, or set restart-strategy in Flink's configuration"));
    }
  }
}

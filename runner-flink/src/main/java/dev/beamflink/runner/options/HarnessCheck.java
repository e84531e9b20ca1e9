package dev.beamflink.runner.options;

import dev.beamflink.model.foreign.EnvironmentOverride;
import dev.beamflink.model.problem.Problems;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.options.PortablePipelineOptions;

/** The number of SDK harnesses is one, and their environment can be read. */
final class HarnessCheck implements OptionCheck {

  @Override
  public void check(FlinkPipelineOptions options, Problems problems) {
    int parallelism = options.as(PortablePipelineOptions.class).getSdkWorkerParallelism();
    if (parallelism < 0) {
      problems.add(
          OptionProblems.of(
              "sdkWorkerParallelism",
              "is %d, expected at least 0".formatted(parallelism),
              "Correct it or leave it out"));
    }
    String override = options.getEnvironmentOverride();
    if (override != null) {
      try {
        EnvironmentOverride.parse(override);
      } catch (IllegalArgumentException e) {
        problems.add(
            OptionProblems.of(
                "environmentOverride",
                "is '%s', which %s".formatted(override, e.getMessage()),
                "Write EXTERNAL:host:port, PROCESS:command or DOCKER:image"));
      }
    }
  }
}

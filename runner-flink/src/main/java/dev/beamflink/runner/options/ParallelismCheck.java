package dev.beamflink.runner.options;

import dev.beamflink.model.problem.Problems;
import org.apache.beam.runners.flink.FlinkPipelineOptions;

/** The job's parallelism does not exceed its upper limit. */
final class ParallelismCheck implements OptionCheck {

  @Override
  public void check(FlinkPipelineOptions options, Problems problems) {
    int max = options.getMaxParallelism();
    if (max > 0 && options.getParallelism() > max) {
      problems.add(
          OptionProblems.of(
              "parallelism",
              "is %d, above --maxParallelism=%d".formatted(options.getParallelism(), max),
              "Lower the one or raise the other; a savepoint fixes --maxParallelism"));
    }
  }
}

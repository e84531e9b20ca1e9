package dev.beamflink.runner;

import dev.beamflink.model.problem.Problems;
import dev.beamflink.runner.cluster.JobSubmitter;
import java.util.Optional;
import org.apache.beam.runners.flink.FlinkPipelineOptions;

/** Decides where a job goes. */
@FunctionalInterface
public interface SubmitterChoice {

  /** Nothing, and one more problem, if the options name no place. */
  Optional<JobSubmitter> choose(FlinkPipelineOptions options, Problems problems);
}

package dev.beamflink.conformance.fault;

import dev.beamflink.runner.PipelineExecution;
import dev.beamflink.runner.cluster.TestCluster;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.runners.flink.TestFlinkRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.PipelineRunner;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsValidator;

/**
 * As {@link TestFlinkRunner}, with faults in every job. Selected by {@code --runner=FaultRunner};
 * needs checkpoints.
 */
public final class FaultRunner extends PipelineRunner<PipelineResult> {

  private final FlinkPipelineOptions options;

  private FaultRunner(FlinkPipelineOptions options) {
    this.options = options;
  }

  /** Called by Beam, by reflection. */
  public static FaultRunner fromOptions(PipelineOptions options) {
    return new FaultRunner(PipelineOptionsValidator.validate(FlinkPipelineOptions.class, options));
  }

  @Override
  public PipelineResult run(Pipeline pipeline) {
    try (JobFaults faults = JobFaults.open(TestStreamElements.of(pipeline))) {
      PipelineResult result =
          new PipelineExecution(
                  options,
                  (chosen, problems) ->
                      TestCluster.choose(chosen, problems)
                          .map(cluster -> new FaultSubmitter(cluster, faults)))
              .run(pipeline);
      result.waitUntilFinish();
      return result;
    }
  }
}

package org.apache.beam.runners.flink;

import dev.beamflink.runner.PipelineExecution;
import dev.beamflink.runner.cluster.Masters;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.PipelineRunner;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsValidator;

/**
 * Runs Beam pipelines on Flink. Selected by {@code --runner=FlinkRunner}; see {@link
 * FlinkPipelineOptions} for what can be set.
 *
 * <p>{@link #run} submits the job and returns at once; the result waits, cancels and reports.
 */
public final class FlinkRunner extends PipelineRunner<PipelineResult> {

  private final FlinkPipelineOptions options;

  private FlinkRunner(FlinkPipelineOptions options) {
    this.options = options;
  }

  /** Called by Beam, by reflection. */
  public static FlinkRunner fromOptions(PipelineOptions options) {
    return new FlinkRunner(PipelineOptionsValidator.validate(FlinkPipelineOptions.class, options));
  }

  @Override
  public PipelineResult run(Pipeline pipeline) {
    return new PipelineExecution(options, Masters::choose).run(pipeline);
  }

  @Override
  public String toString() {
    return "FlinkRunner on " + options.getFlinkMaster();
  }
}

package org.apache.beam.runners.flink;

import dev.beamflink.runner.PipelineExecution;
import dev.beamflink.runner.cluster.TestCluster;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.PipelineRunner;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsValidator;

/**
 * Runs the pipelines of tests: on one Flink mini cluster that all pipelines of the JVM share,
 * waiting for the end. Selected by {@code --runner=TestFlinkRunner}.
 *
 * <p>A failure is thrown by {@link #run} itself, as {@code TestPipeline} expects. A job that fails
 * is not restarted, with checkpoints neither, unless options or Flink's configuration say so.
 */
public final class TestFlinkRunner extends PipelineRunner<PipelineResult> {

  private final FlinkPipelineOptions options;

  private TestFlinkRunner(FlinkPipelineOptions options) {
    this.options = options;
  }

  /** Called by Beam, by reflection. */
  public static TestFlinkRunner fromOptions(PipelineOptions options) {
    return new TestFlinkRunner(
        PipelineOptionsValidator.validate(FlinkPipelineOptions.class, options));
  }

  @Override
  public PipelineResult run(Pipeline pipeline) {
    PipelineResult result = new PipelineExecution(options, TestCluster::choose).run(pipeline);
    result.waitUntilFinish();
    return result;
  }

  @Override
  public String toString() {
    return "TestFlinkRunner";
  }
}

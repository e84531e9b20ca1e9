package dev.beamflink.conformance.reference;

import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.PipelineRunner;
import org.apache.beam.sdk.metrics.MetricsEnvironment;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * Beam's DirectRunner, with the number of assertions checked. It has Beam's simple name, by which
 * one test of the suite knows it, so it is selected by its full name.
 *
 * <p>The DirectRunner itself says, once a pipeline has ended, that it does not support metrics, and
 * {@code TestPipeline} then takes an assertion that never ran for one that held.
 */
public final class DirectRunner extends PipelineRunner<PipelineResult> {

  private final org.apache.beam.runners.direct.DirectRunner runner;

  private DirectRunner(org.apache.beam.runners.direct.DirectRunner runner) {
    this.runner = runner;
  }

  /** Called by Beam. */
  public static DirectRunner fromOptions(PipelineOptions options) {
    return new DirectRunner(org.apache.beam.runners.direct.DirectRunner.fromOptions(options));
  }

  @Override
  public PipelineResult run(Pipeline pipeline) {
    PipelineResult result = runner.run(pipeline);
    MetricsEnvironment.setMetricsSupported(true);
    return result;
  }
}

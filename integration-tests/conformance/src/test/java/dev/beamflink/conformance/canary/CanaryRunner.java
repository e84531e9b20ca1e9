package dev.beamflink.conformance.canary;

import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.PipelineRunner;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/**
 * Changes what the roots of a pipeline emit, then has another runner execute it. The other runner
 * knows nothing of this, so nothing in the product serves it.
 */
public final class CanaryRunner extends PipelineRunner<PipelineResult> {

  private final CanaryOptions options;

  private CanaryRunner(CanaryOptions options) {
    this.options = options;
  }

  /** Called by Beam. */
  public static CanaryRunner fromOptions(PipelineOptions options) {
    return new CanaryRunner(options.as(CanaryOptions.class));
  }

  @Override
  public PipelineResult run(Pipeline pipeline) {
    RootRewrite.apply(pipeline, options.getCanary().copies());
    options.setRunner(
        PipelineOptionsFactory.fromArgs("--runner=" + options.getCanaryRunner())
            .create()
            .getRunner());
    return PipelineRunner.fromOptions(options).run(pipeline);
  }
}

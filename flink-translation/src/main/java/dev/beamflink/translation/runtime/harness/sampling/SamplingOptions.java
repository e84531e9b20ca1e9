package dev.beamflink.translation.runtime.harness.sampling;

import org.apache.beam.model.pipeline.v1.RunnerApi.Environment;
import org.apache.beam.model.pipeline.v1.RunnerApi.StandardProtocols;
import org.apache.beam.sdk.options.ExperimentalOptions;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.util.construction.BeamUrns;

/** Whether SDK harnesses take samples, which they do as the options of their pipeline say. */
public final class SamplingOptions {

  private static final String ELEMENTS = "enable_data_sampling";
  private static final String FAILURES = "enable_always_on_exception_sampling";
  private static final String NO_FAILURES = "disable_always_on_exception_sampling";

  /** What SDKs announce that take samples, and runners that want them. */
  public static final String CAPABILITY = BeamUrns.getUrn(StandardProtocols.Enum.DATA_SAMPLING);

  private SamplingOptions() {}

  /** Whether samples are wanted that are no failures. */
  public static boolean areSet(PipelineOptions options) {
    return has(options, ELEMENTS);
  }

  /** Whether harnesses of an environment can be asked for samples, and have any. */
  public static boolean areSetFor(Environment environment, PipelineOptions options) {
    boolean failures = has(options, FAILURES) && !has(options, NO_FAILURES);
    return (areSet(options) || failures) && environment.getCapabilitiesList().contains(CAPABILITY);
  }

  private static boolean has(PipelineOptions options, String experiment) {
    return ExperimentalOptions.hasExperiment(options, experiment);
  }
}

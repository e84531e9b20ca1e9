package dev.beamflink.runner.jobserver;

import dev.beamflink.model.foreign.EnvironmentOverride;
import dev.beamflink.model.foreign.ForeignPipelines;
import dev.beamflink.runner.ExecutablePipeline;
import dev.beamflink.translation.runtime.harness.HarnessSpec;
import dev.beamflink.translation.runtime.harness.environment.HarnessSettings;
import dev.beamflink.translation.translate.HarnessUserCode;
import dev.beamflink.translation.translate.UserCode;
import java.time.Duration;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.options.PortablePipelineOptions;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline that came over the Job API: its user code runs in SDK harnesses.
 *
 * @param proto the pipeline, its artifacts where workers can read them
 * @param harness what the harnesses are told of the job
 */
record PortablePipeline(RunnerApi.Pipeline proto, HarnessSpec harness)
    implements ExecutablePipeline {

  /**
   * As the client has prepared it.
   *
   * @param options of the runner, among the client's
   */
  static PortablePipeline of(
      RunnerApi.Pipeline proto, Preparation preparation, FlinkPipelineOptions options) {
    HarnessSettings settings =
        new HarnessSettings(
            Duration.ofSeconds(options.getEnvironmentStartTimeoutInSecs()),
            options.as(PortablePipelineOptions.class).getSdkWorkerParallelism());
    return new PortablePipeline(
        overridden(proto, options.getEnvironmentOverride()),
        new HarnessSpec(preparation.jobName(), preparation.options(), settings));
  }

  private static RunnerApi.Pipeline overridden(
      RunnerApi.Pipeline proto, @Nullable String environment) {
    if (environment == null) {
      return proto;
    }
    try {
      return EnvironmentOverride.parse(environment).applyTo(proto);
    } catch (IllegalArgumentException e) {
      return proto; // the check of the options refuses it, with all else that is wrong
    }
  }

  @Override
  public RunnerApi.Pipeline toProto() {
    return ForeignPipelines.prepared(proto);
  }

  @Override
  public UserCode userCode() {
    return new HarnessUserCode(harness);
  }

  /** How files are written is up to the SDK. */
  @Override
  public boolean fit(int parallelism, int maxParallelism) {
    return false;
  }
}

package dev.beamflink.runner.jobserver;

import dev.beamflink.model.foreign.EnvironmentOverride;
import dev.beamflink.model.foreign.ForeignPipelines;
import dev.beamflink.model.foreign.JavaEnvironments;
import dev.beamflink.runner.ExecutablePipeline;
import dev.beamflink.translation.runtime.harness.HarnessSpec;
import dev.beamflink.translation.runtime.harness.environment.HarnessSettings;
import dev.beamflink.translation.translate.HarnessUserCode;
import dev.beamflink.translation.translate.InProcessUserCode;
import dev.beamflink.translation.translate.UserCode;
import dev.beamflink.translation.translate.UserCodeByEnvironment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.options.PortablePipelineOptions;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.Struct;
import org.apache.flink.configuration.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline that came over the Job API: its user code runs in SDK harnesses, but for Java code
 * that can run here.
 *
 * @param proto the pipeline, its artifacts where workers can read them
 * @param inProcess ids of the environments whose code is Java and runs without a harness
 * @param jars of that code
 * @param harness what the harnesses are told of the job
 * @param configuration what is set in the job's configuration for whoever looks after it
 */
record PortablePipeline(
    RunnerApi.Pipeline proto,
    Set<String> inProcess,
    List<Path> jars,
    HarnessSpec harness,
    Configuration configuration)
    implements ExecutablePipeline {

  /**
   * As the client has sent it.
   *
   * @param sent the client's options
   * @param options of the runner, and the job's name, among them
   */
  static PortablePipeline of(
      RunnerApi.Pipeline proto,
      Struct sent,
      FlinkPipelineOptions options,
      Configuration configuration) {
    HarnessSettings settings =
        new HarnessSettings(
            Duration.ofSeconds(options.getEnvironmentStartTimeoutInSecs()),
            options.as(PortablePipelineOptions.class).getSdkWorkerParallelism());
    String override = options.getEnvironmentOverride();
    Set<String> inProcess = override == null ? JavaEnvironments.inProcess(proto) : Set.of();
    return new PortablePipeline(
        overridden(proto, override),
        inProcess,
        StagedClasses.of(proto, inProcess),
        new HarnessSpec(options.getJobName(), sent, settings),
        configuration);
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
    return ForeignPipelines.prepared(proto, inProcess);
  }

  @Override
  public UserCode userCode() {
    if (inProcess.isEmpty()) {
      return new HarnessUserCode(harness);
    }
    return inProcess.containsAll(proto.getComponents().getEnvironmentsMap().keySet())
        ? new InProcessUserCode()
        : new UserCodeByEnvironment(harness, inProcess);
  }

  /** How files are written is up to the SDK. */
  @Override
  public boolean fit(int parallelism, int maxParallelism) {
    return false;
  }

  @Override
  public void configure(Configuration job) {
    job.addAll(configuration);
  }
}

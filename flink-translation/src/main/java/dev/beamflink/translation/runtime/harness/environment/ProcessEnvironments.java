package dev.beamflink.translation.runtime.harness.environment;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.model.pipeline.v1.RunnerApi.Environment;
import org.apache.beam.model.pipeline.v1.RunnerApi.ProcessPayload;
import org.apache.beam.model.pipeline.v1.RunnerApi.StandardEnvironments.Environments;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.RemoteEnvironmentOptions;
import org.apache.beam.sdk.util.construction.BeamUrns;

/**
 * Harnesses that a program of the machine starts, such as the boot program of an SDK's container.
 *
 * @param options of the pipeline
 */
record ProcessEnvironments(PipelineOptions options) implements EnvironmentKind {

  @Override
  public String urn() {
    return BeamUrns.getUrn(Environments.PROCESS);
  }

  @Override
  public Worker start(
      Environment environment, String workerId, HarnessServers servers, Duration timeout)
      throws IOException {
    ProcessPayload payload = ProcessPayload.parseFrom(environment.getPayload());
    List<String> command = new ArrayList<>();
    command.add(payload.getCommand());
    command.addAll(arguments(workerId, servers, options));
    return WorkerProcess.start(workerId, command, payload.getEnvMap());
  }

  /** What boot programs are told. */
  static List<String> arguments(String workerId, HarnessServers servers, PipelineOptions options) {
    List<String> arguments = new ArrayList<>();
    arguments.add("--id=" + workerId);
    arguments.add("--provision_endpoint=" + servers.provision().getUrl());
    String directory = options.as(RemoteEnvironmentOptions.class).getSemiPersistDir();
    if (directory != null) {
      arguments.add("--semi_persist_dir=" + directory);
    }
    return arguments;
  }
}

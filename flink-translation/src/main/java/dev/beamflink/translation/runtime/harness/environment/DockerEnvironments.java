package dev.beamflink.translation.runtime.harness.environment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.beam.model.pipeline.v1.RunnerApi.DockerPayload;
import org.apache.beam.model.pipeline.v1.RunnerApi.Environment;
import org.apache.beam.model.pipeline.v1.RunnerApi.StandardEnvironments.Environments;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.util.construction.BeamUrns;

/**
 * Harnesses in containers. {@code docker run} stays in the foreground, so that it is a process as
 * any other: it says what the container says and ends as it ends. Containers are on the network of
 * this machine, as the servers are not reached from elsewhere.
 *
 * @param options of the pipeline
 */
record DockerEnvironments(PipelineOptions options) implements EnvironmentKind {

  private static final String DOCKER = "docker";

  @Override
  public String urn() {
    return BeamUrns.getUrn(Environments.DOCKER);
  }

  @Override
  public Worker start(
      Environment environment, String workerId, HarnessServers servers, Duration timeout)
      throws IOException {
    String image = DockerPayload.parseFrom(environment.getPayload()).getContainerImage();
    List<String> command = new ArrayList<>(List.of(DOCKER, "run", "--rm", "--network=host"));
    command.add("--name=" + workerId);
    command.addAll(credentials());
    command.add(image);
    command.addAll(ProcessEnvironments.arguments(workerId, servers, options));
    return new Container(workerId, WorkerProcess.start(workerId, command, Map.of()));
  }

  /** Those of Google Cloud, as other runners do. */
  private static List<String> credentials() {
    Path config = Path.of(System.getProperty("user.home"), ".config", "gcloud");
    return Files.exists(config)
        ? List.of("--mount", "type=bind,src=%s,dst=/root/.config/gcloud".formatted(config))
        : List.of();
  }

  /** The client of a container; the container itself may outlive it. */
  private record Container(String name, Worker client) implements Worker {

    private static final Duration REMOVAL = Duration.ofSeconds(10);

    @Override
    public CompletableFuture<?> ended() {
      return client.ended();
    }

    @Override
    public String account() {
      return client.account();
    }

    @Override
    public void stop(Duration grace) {
      client.stop(grace);
      WorkerProcess.start(name, List.of(DOCKER, "rm", "--force", name), Map.of()).stop(REMOVAL);
    }
  }
}

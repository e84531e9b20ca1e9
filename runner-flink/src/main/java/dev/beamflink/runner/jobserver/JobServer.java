package dev.beamflink.runner.jobserver;

import dev.beamflink.translation.runtime.harness.BoundServers;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.util.List;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.BindableService;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.Server;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running job server: the Job API at one port, artifact staging at another. */
public final class JobServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(JobServer.class);

  private final JobRuns runs;
  private final Server jobs;
  private final Server artifacts;
  private final String endpoint;

  private JobServer(JobRuns runs, Server jobs, Server artifacts, String endpoint) {
    this.runs = runs;
    this.jobs = jobs;
    this.artifacts = artifacts;
    this.endpoint = endpoint;
  }

  /**
   * Starts a server; it takes calls when this returns.
   *
   * @throws IOException if a port is taken, or there is no directory for artifacts
   */
  public static JobServer start(JobServerSettings settings) throws IOException {
    Files.createDirectories(settings.artifactsDir());
    FileSystems.setDefaultPipelineOptions(PipelineOptionsFactory.create());
    BoundServers servers =
        new BoundServers(InetAddress.getByName(settings.host()), settings.host());
    Artifacts artifacts = new Artifacts(new StagingDirectory(settings.artifactsDir()));
    Server staging = start(servers, new ArtifactStaging(artifacts), settings.artifactPort());
    try {
      JobRuns runs = new JobRuns(settings, artifacts);
      Server jobs =
          start(servers, new JobApiService(runs, servers.url(staging)), settings.jobPort());
      LOG.info("Job server at {}, artifact staging at {}", servers.url(jobs), servers.url(staging));
      return new JobServer(runs, jobs, staging, servers.url(jobs));
    } catch (IOException e) {
      staging.shutdownNow();
      throw e;
    }
  }

  private static Server start(BoundServers servers, BindableService service, int port)
      throws IOException {
    return servers.start(List.of(GuardedCalls.of(service)), port, RequestSizes.largest());
  }

  /** Where clients find it, as host and port. */
  public String endpoint() {
    return endpoint;
  }

  /** Waits until the server is closed. */
  void awaitEnd() throws InterruptedException {
    jobs.awaitTermination();
  }

  /** Takes no more calls and ends those that are open. Jobs on a cluster go on. */
  @Override
  public void close() {
    jobs.shutdownNow();
    artifacts.shutdownNow();
    runs.stop();
  }
}

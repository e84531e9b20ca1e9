package dev.beamflink.runner.jobserver;

import dev.beamflink.translation.runtime.harness.BoundServers;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.beam.model.expansion.v1.ExpansionServiceGrpc;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.BindableService;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.Server;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running job server: the Job API, artifact staging and expansion, at a port each. */
public final class JobServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(JobServer.class);

  private final JobRuns runs;
  private final Server jobs;

  /** All there are, that of the jobs too. */
  private final List<Server> servers;

  private final BoundServers addresses;

  private JobServer(JobRuns runs, Server jobs, List<Server> servers, BoundServers addresses) {
    this.runs = runs;
    this.jobs = jobs;
    this.servers = List.copyOf(servers);
    this.addresses = addresses;
  }

  /**
   * Starts a server; it takes calls when this returns.
   *
   * @throws IOException if a port is taken, or there is no directory for artifacts
   */
  public static JobServer start(JobServerSettings settings) throws IOException {
    Files.createDirectories(settings.artifactsDir());
    FileSystems.setDefaultPipelineOptions(PipelineOptionsFactory.create());
    BoundServers addresses =
        new BoundServers(InetAddress.getByName(settings.host()), settings.host());
    Artifacts artifacts = new Artifacts(new StagingDirectory(settings.artifactsDir()));
    List<Server> started = new ArrayList<>();
    try {
      Server staging =
          start(addresses, List.of(new ArtifactStaging(artifacts)), settings.artifactPort());
      started.add(staging);
      LOG.info("Artifact staging at {}", addresses.url(staging));
      if (settings.expansionPort() >= 0) {
        Server expansion = start(addresses, Expansion.services(), settings.expansionPort());
        started.add(expansion);
        LOG.info("Expansion service at {}", addresses.url(expansion));
      }
      JobRuns runs = new JobRuns(settings, artifacts);
      // Last: once it is there, clients take the server for started.
      Server jobs =
          start(
              addresses,
              List.of(new JobApiService(runs, addresses.url(staging))),
              settings.jobPort());
      started.add(jobs);
      LOG.info("Job server at {}", addresses.url(jobs));
      return new JobServer(runs, jobs, started, addresses);
    } catch (IOException | RuntimeException e) {
      started.forEach(Server::shutdownNow);
      throw e;
    }
  }

  private static Server start(BoundServers addresses, List<BindableService> services, int port)
      throws IOException {
    return addresses.start(
        services.stream().map(GuardedCalls::of).toList(), port, RequestSizes.largest());
  }

  /** Where clients find it, as host and port. */
  public String endpoint() {
    return addresses.url(jobs);
  }

  /** Where clients find the expansion service, as host and port; nothing if there is none. */
  Optional<String> expansionEndpoint() {
    return servers.stream()
        .filter(server -> offers(server, ExpansionServiceGrpc.SERVICE_NAME))
        .map(addresses::url)
        .findFirst();
  }

  private static boolean offers(Server server, String service) {
    return server.getServices().stream()
        .anyMatch(offered -> offered.getServiceDescriptor().getName().equals(service));
  }

  /** Waits until the server is closed. */
  void awaitEnd() throws InterruptedException {
    jobs.awaitTermination();
  }

  /** Takes no more calls and ends those that are open. Jobs on a cluster go on. */
  @Override
  public void close() {
    servers.forEach(Server::shutdownNow);
    runs.stop();
  }
}

package dev.beamflink.translation.runtime.harness.environment;

import dev.beamflink.translation.runtime.harness.sampling.SamplingOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.beam.model.pipeline.v1.Endpoints.ApiServiceDescriptor;
import org.apache.beam.model.pipeline.v1.RunnerApi.StandardRunnerProtocols;
import org.apache.beam.runners.fnexecution.logging.GrpcLoggingService;
import org.apache.beam.runners.fnexecution.logging.Slf4jLogWriter;
import org.apache.beam.runners.fnexecution.provisioning.StaticGrpcProvisionService;
import org.apache.beam.sdk.fn.server.FnService;
import org.apache.beam.sdk.fn.server.GrpcContextHeaderAccessorProvider;
import org.apache.beam.sdk.fn.server.GrpcFnServer;
import org.apache.beam.sdk.fn.server.ServerFactory;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.util.construction.BeamUrns;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The servers of one harness. Each has a port of its own: on a common connection elements that wait
 * would hold up the requests for what they wait for. Those for elements are started when a stage
 * wants one, and used again; SDKs remember the connection to each.
 */
final class HarnessServers {

  private static final Logger LOG = LoggerFactory.getLogger(HarnessServers.class);

  private static final long TERMINATION_SECONDS = 5;

  private final ServerFactory factory;
  private final PipelineOptions options;
  private final ReportedErrors reported = new ReportedErrors(Slf4jLogWriter.getDefault());
  private final GrpcFnServer<ControlService> control;
  private final GrpcFnServer<StateService> state;
  private final GrpcFnServer<GrpcLoggingService> logging;
  private final GrpcFnServer<JobArtifacts> artifacts;
  private final GrpcFnServer<StaticGrpcProvisionService> provision;

  // Guarded by this.
  private final List<GrpcFnServer<?>> servers = new ArrayList<>();
  private final Deque<GrpcFnServer<DataConnection>> unusedData = new ArrayDeque<>();
  private boolean closed;

  /**
   * Starts them.
   *
   * @param job of the harness, with its environment; where the servers are is added to what it is
   *     told
   */
  HarnessServers(ServerFactory factory, String workerId, HarnessJob job, PipelineOptions options)
      throws IOException {
    this.factory = factory;
    this.options = options;
    try {
      control = start(new ControlService(workerId));
      state = start(new StateService());
      logging = start(GrpcLoggingService.forWriter(reported));
      artifacts = start(new JobArtifacts(job.classes()));
      provision =
          start(
              StaticGrpcProvisionService.create(
                  job.provision().toBuilder()
                      .setLoggingEndpoint(logging.getApiServiceDescriptor())
                      .setArtifactEndpoint(artifacts.getApiServiceDescriptor())
                      .setControlEndpoint(control.getApiServiceDescriptor())
                      .addAllRunnerCapabilities(capabilities(options))
                      .build(),
                  GrpcContextHeaderAccessorProvider.getHeaderAccessor()));
    } catch (IOException e) {
      close(Duration.ZERO);
      throw e;
    }
  }

  private static List<String> capabilities(PipelineOptions options) {
    List<String> capabilities = new ArrayList<>();
    capabilities.add(
        BeamUrns.getUrn(StandardRunnerProtocols.Enum.CONTROL_RESPONSE_ELEMENTS_EMBEDDING));
    capabilities.add(BeamUrns.getUrn(StandardRunnerProtocols.Enum.MULTIMAP_KEYS_VALUES_SIDE_INPUT));
    if (SamplingOptions.areSet(options)) {
      capabilities.add(SamplingOptions.CAPABILITY); // Go takes samples for who says this
    }
    return capabilities;
  }

  private synchronized <ServiceT extends FnService> GrpcFnServer<ServiceT> start(ServiceT service)
      throws IOException {
    refuseIfClosed();
    GrpcFnServer<ServiceT> server = GrpcFnServer.allocatePortAndCreateFor(service, factory);
    servers.add(server);
    return server;
  }

  private synchronized void refuseIfClosed() {
    if (closed) {
      throw new HarnessLostException("The SDK harness has ended");
    }
  }

  /** What the harness has sent to the log as an error. */
  ReportedErrors reported() {
    return reported;
  }

  ControlService controlService() {
    return control.getService();
  }

  /** A server for the elements of one stage, until it is given back. */
  synchronized GrpcFnServer<DataConnection> takeData() {
    refuseIfClosed();
    try {
      return unusedData.isEmpty() ? start(new DataConnection(options)) : unusedData.remove();
    } catch (IOException e) {
      throw new HarnessLostException(
          "There is no port for the elements of an SDK harness: " + e.getMessage());
    }
  }

  /** Takes a server back on which no bundle is open, and lets go of the task that had it. */
  synchronized void giveBack(GrpcFnServer<DataConnection> data) {
    data.getService().forgetConsumer();
    unusedData.add(data);
  }

  StateService stateService() {
    return state.getService();
  }

  ApiServiceDescriptor control() {
    return control.getApiServiceDescriptor();
  }

  ApiServiceDescriptor state() {
    return state.getApiServiceDescriptor();
  }

  ApiServiceDescriptor logging() {
    return logging.getApiServiceDescriptor();
  }

  ApiServiceDescriptor artifacts() {
    return artifacts.getApiServiceDescriptor();
  }

  ApiServiceDescriptor provision() {
    return provision.getApiServiceDescriptor();
  }

  /**
   * Ends them, and with them whatever waits for the harness. Connections come first: a service that
   * still sends would not let go.
   *
   * @param grace how long a harness that has been told to end may take to end its connections
   */
  void close(Duration grace) {
    List<GrpcFnServer<?>> open = lastFirst();
    awaitEnds(open, System.nanoTime() + grace.toNanos());
    open.forEach(server -> server.getServer().shutdownNow());
    for (GrpcFnServer<?> server : open) {
      try {
        server.getService().close();
        server.getServer().awaitTermination(TERMINATION_SECONDS, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (Exception e) {
        LOG.debug("A connection to an SDK harness did not end as usual", e);
      }
    }
  }

  private synchronized List<GrpcFnServer<?>> lastFirst() {
    closed = true;
    List<GrpcFnServer<?>> open = new ArrayList<>(servers);
    Collections.reverse(open);
    servers.clear();
    return open;
  }

  private static void awaitEnds(List<GrpcFnServer<?>> servers, long deadline) {
    servers.forEach(server -> server.getServer().shutdown());
    try {
      for (GrpcFnServer<?> server : servers) {
        server.getServer().awaitTermination(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // and no more patience
    }
  }
}

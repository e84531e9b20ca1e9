package dev.beamflink.translation.runtime.harness.environment;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.StartWorkerRequest;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.StartWorkerResponse;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.StopWorkerRequest;
import org.apache.beam.model.fnexecution.v1.BeamFnExternalWorkerPoolGrpc;
import org.apache.beam.model.fnexecution.v1.BeamFnExternalWorkerPoolGrpc.BeamFnExternalWorkerPoolBlockingStub;
import org.apache.beam.model.pipeline.v1.RunnerApi.Environment;
import org.apache.beam.model.pipeline.v1.RunnerApi.ExternalPayload;
import org.apache.beam.model.pipeline.v1.RunnerApi.StandardEnvironments.Environments;
import org.apache.beam.sdk.fn.channel.ManagedChannelFactory;
import org.apache.beam.sdk.util.construction.BeamUrns;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.ManagedChannel;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.Status.Code;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.StatusRuntimeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Harnesses that a worker pool starts; with LOOPBACK, that is the client of the job. */
final class ExternalEnvironments implements EnvironmentKind {

  private static final Logger LOG = LoggerFactory.getLogger(ExternalEnvironments.class);

  /** A pool beside a TaskManager may come up after it. */
  private static final Duration REACHABLE_WITHIN = Duration.ofMinutes(1);

  private static final Duration STOP = Duration.ofSeconds(5);

  @Override
  public String urn() {
    return BeamUrns.getUrn(Environments.EXTERNAL);
  }

  @Override
  public Worker start(
      Environment environment, String workerId, HarnessServers servers, Duration timeout)
      throws IOException {
    ExternalPayload payload = ExternalPayload.parseFrom(environment.getPayload());
    ManagedChannel channel =
        ManagedChannelFactory.createDefault().forDescriptor(payload.getEndpoint());
    PoolWorker worker = new PoolWorker(workerId, payload.getEndpoint().getUrl(), channel);
    try {
      worker.start(
          StartWorkerRequest.newBuilder()
              .setWorkerId(workerId)
              .setControlEndpoint(servers.control())
              .setLoggingEndpoint(servers.logging())
              .setArtifactEndpoint(servers.artifacts())
              .setProvisionEndpoint(servers.provision())
              .putAllParams(payload.getParamsMap())
              .build(),
          timeout.compareTo(REACHABLE_WITHIN) < 0 ? timeout : REACHABLE_WITHIN);
    } catch (HarnessLostException e) {
      worker.stop(Duration.ZERO); // the pool may have started it, and only its answer is missing
      throw e;
    } catch (RuntimeException e) {
      channel.shutdownNow();
      throw e;
    }
    return worker;
  }

  /** A harness as its pool knows it. */
  private record PoolWorker(String id, String address, ManagedChannel channel) implements Worker {

    void start(StartWorkerRequest request, Duration timeout) {
      StartWorkerResponse response;
      try {
        response = pool(timeout).withWaitForReady().startWorker(request);
      } catch (StatusRuntimeException e) {
        throw refused(e, timeout);
      }
      if (!response.getError().isEmpty()) {
        throw new HarnessStartException(
            "The worker pool at '%s' can't start it: %s".formatted(address, response.getError()));
      }
    }

    private RuntimeException refused(StatusRuntimeException e, Duration timeout) {
      Code code = e.getStatus().getCode();
      if (code == Code.DEADLINE_EXCEEDED || code == Code.UNAVAILABLE || code == Code.CANCELLED) {
        return new HarnessLostException(
            "No worker pool has answered at '%s' within %d s. Start one there, or, if that is the"
                    .formatted(address, timeout.toSeconds())
                + " client of a job with LOOPBACK, keep it running and on the TaskManager's machine");
      }
      return new HarnessStartException(
          "What listens at '%s' is no worker pool, or a broken one: %s"
              .formatted(address, e.getStatus()));
    }

    private BeamFnExternalWorkerPoolBlockingStub pool(Duration timeout) {
      return BeamFnExternalWorkerPoolGrpc.newBlockingStub(channel)
          .withDeadlineAfter(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Only its connection tells. */
    @Override
    public CompletableFuture<?> ended() {
      return new CompletableFuture<>();
    }

    @Override
    public String account() {
      return "The worker pool at '%s' has started it; see the output of that for more"
          .formatted(address);
    }

    /**
     * The pool is asked at once; it is the pool that has patience. It is asked by an interrupted
     * thread too: nobody else would end the harness.
     */
    @Override
    public void stop(Duration grace) {
      boolean interrupted = Thread.interrupted();
      try {
        String error =
            pool(STOP)
                .stopWorker(StopWorkerRequest.newBuilder().setWorkerId(id).build())
                .getError();
        if (!error.isEmpty()) {
          LOG.warn("The worker pool at '{}' can't stop SDK harness {}: {}", address, id, error);
        }
      } catch (StatusRuntimeException e) {
        LOG.debug("The worker pool at '{}' is not there to stop an SDK harness", address, e);
      } finally {
        channel.shutdownNow();
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }
}

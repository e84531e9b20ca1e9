package dev.beamflink.translation.runtime.harness.environment;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.GetProcessBundleDescriptorRequest;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.InstructionRequest;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.InstructionResponse;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.ProcessBundleDescriptor;
import org.apache.beam.model.fnexecution.v1.BeamFnControlGrpc;
import org.apache.beam.runners.fnexecution.control.FnApiControlClient;
import org.apache.beam.sdk.fn.server.FnService;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.Status;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.stub.StreamObserver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Control connection of one harness. Other than Beam's it serves no second one, and says that the
 * harness has hung up before the requests fail that are under way. Safe for any thread.
 */
final class ControlService extends BeamFnControlGrpc.BeamFnControlImplBase implements FnService {

  private static final Logger LOG = LoggerFactory.getLogger(ControlService.class);

  private final String workerId;
  private final ConcurrentMap<String, ProcessBundleDescriptor> descriptors =
      new ConcurrentHashMap<>();
  private final CompletableFuture<FnApiControlClient> connected = new CompletableFuture<>();
  private final CompletableFuture<Void> hungUp = new CompletableFuture<>();

  ControlService(String workerId) {
    this.workerId = workerId;
  }

  /** Done when the harness has connected. */
  CompletableFuture<FnApiControlClient> connected() {
    return connected;
  }

  /** Done when a harness that had connected is gone. */
  CompletableFuture<Void> hungUp() {
    return hungUp;
  }

  @Override
  public StreamObserver<InstructionResponse> control(StreamObserver<InstructionRequest> requests) {
    FnApiControlClient client =
        FnApiControlClient.forRequestObserver(workerId, requests, descriptors);
    if (!connected.complete(client)) {
      // A boot program has started the SDK anew. What the first one knew is lost.
      LOG.warn("SDK harness {} connects once more, which is refused", workerId);
      throw Status.ALREADY_EXISTS.asRuntimeException();
    }
    return new Responses(client.asResponseObserver(), hungUp);
  }

  private record Responses(StreamObserver<InstructionResponse> client, CompletableFuture<Void> end)
      implements StreamObserver<InstructionResponse> {

    @Override
    public void onNext(InstructionResponse response) {
      client.onNext(response);
    }

    @Override
    public void onError(Throwable failure) {
      end.complete(null);
      client.onError(failure);
    }

    @Override
    public void onCompleted() {
      end.complete(null);
      client.onCompleted();
    }
  }

  @Override
  public void getProcessBundleDescriptor(
      GetProcessBundleDescriptorRequest request, StreamObserver<ProcessBundleDescriptor> response) {
    ProcessBundleDescriptor descriptor = descriptors.get(request.getProcessBundleDescriptorId());
    if (descriptor == null) {
      response.onError(
          Status.NOT_FOUND
              .withDescription("No descriptor " + request.getProcessBundleDescriptorId())
              .asRuntimeException());
    } else {
      response.onNext(descriptor);
      response.onCompleted();
    }
  }

  /** Hangs up, which tells the harness to end. */
  @Override
  public void close() {
    if (!connected.cancel(false) && !connected.isCompletedExceptionally()) {
      connected.join().close();
    }
  }
}

package dev.beamflink.translation.runtime.harness.environment;

import org.apache.beam.model.fnexecution.v1.BeamFnApi.StateRequest;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.StateResponse;
import org.apache.beam.model.fnexecution.v1.BeamFnStateGrpc;
import org.apache.beam.runners.fnexecution.state.GrpcStateService;
import org.apache.beam.runners.fnexecution.state.StateDelegator;
import org.apache.beam.runners.fnexecution.state.StateRequestHandler;
import org.apache.beam.sdk.fn.server.FnService;
import org.apache.beam.sdk.fn.stream.SynchronizedStreamObserver;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.stub.ServerCallStreamObserver;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.stub.StreamObserver;

/**
 * Where a harness asks for state. Its requests, those of all bundles on one connection, are
 * answered by as many tasks as there are bundles. Beam's own service passes their answers on to
 * gRPC as they come, and gRPC mixes up what several threads send at once: answers are lost, and
 * bundles wait for ever. Here one is sent at a time.
 */
final class StateService extends BeamFnStateGrpc.BeamFnStateImplBase
    implements FnService, StateDelegator {

  private final GrpcStateService requests = GrpcStateService.create();

  @Override
  public StreamObserver<StateRequest> state(StreamObserver<StateResponse> answers) {
    // Without this, an answer to a harness that is gone would be an error.
    ((ServerCallStreamObserver<StateResponse>) answers).setOnCancelHandler(() -> {});
    return requests.state(SynchronizedStreamObserver.wrapping(answers));
  }

  @Override
  public Registration registerForProcessBundleInstructionId(
      String instructionId, StateRequestHandler handler) {
    return requests.registerForProcessBundleInstructionId(instructionId, handler);
  }

  @Override
  public void close() throws Exception {
    requests.close();
  }
}

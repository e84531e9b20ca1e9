package dev.beamflink.translation.runtime.harness.environment;

import org.apache.beam.sdk.fn.stream.AdvancingPhaser;
import org.apache.beam.sdk.fn.stream.DirectStreamObserver;
import org.apache.beam.sdk.fn.stream.OutboundObserverFactory;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.stub.ServerCallStreamObserver;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.stub.StreamObserver;

/**
 * Streams from a server that wait for clients that are slow, but not for those that are gone:
 * Beam's own would wait for ever, as a stream that has been cancelled is never ready.
 */
final class CancellableStreams extends OutboundObserverFactory {

  @Override
  public <ReqT, RespT> StreamObserver<RespT> outboundObserverFor(
      BasicFactory<ReqT, RespT> base, StreamObserver<ReqT> inbound) {
    AdvancingPhaser ready = new AdvancingPhaser(1);
    ServerCallStreamObserver<RespT> outbound =
        (ServerCallStreamObserver<RespT>) base.outboundObserverFor(inbound);
    outbound.setOnReadyHandler(ready::arrive);
    outbound.setOnCancelHandler(ready::forceTermination);
    return new DirectStreamObserver<>(ready, outbound);
  }
}

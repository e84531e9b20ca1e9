package dev.beamflink.translation.testkit;

import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.stub.StreamObserver;

/** Does nothing with what it is sent. */
public final class Ignoring<T> implements StreamObserver<T> {

  @Override
  public void onNext(T message) {}

  @Override
  public void onError(Throwable failure) {}

  @Override
  public void onCompleted() {}
}

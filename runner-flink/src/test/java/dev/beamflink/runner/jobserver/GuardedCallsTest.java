package dev.beamflink.runner.jobserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import org.apache.beam.model.jobmanagement.v1.ArtifactApi.ArtifactRequestWrapper;
import org.apache.beam.model.jobmanagement.v1.ArtifactApi.ArtifactResponseWrapper;
import org.apache.beam.model.jobmanagement.v1.ArtifactStagingServiceGrpc;
import org.apache.beam.model.jobmanagement.v1.ArtifactStagingServiceGrpc.ArtifactStagingServiceImplBase;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.Metadata;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.MethodDescriptor;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.ServerCall;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.ServerMethodDefinition;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.Status;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.stub.StreamObserver;
import org.junit.jupiter.api.Test;

class GuardedCallsTest {

  private static final byte[] NO_MESSAGE = {10, 100, 1};

  private final Service service = new Service();
  private final Call call = new Call();

  /** It may have something to close. */
  @Test
  void serviceHearsOfTheEndOfACallThatCannotBeRead() {
    ServerCall.Listener<InputStream> guarded = start();
    guarded.onMessage(new ByteArrayInputStream(new byte[0]));
    assertNull(service.failure);
    guarded.onMessage(new ByteArrayInputStream(NO_MESSAGE));
    assertEquals(Status.Code.INVALID_ARGUMENT, call.closed);
    assertEquals(Status.Code.CANCELLED, Status.fromThrowable(service.failure).getCode());
    service.failure = null;
    guarded.onMessage(new ByteArrayInputStream(new byte[0]));
    guarded.onHalfClose();
    guarded.onCancel();
    guarded.onComplete();
    assertNull(service.failure);
    assertEquals(1, service.messages);
  }

  /** gRPC's threads are those of the whole JVM, and may have the closed one of another job. */
  @Test
  void callsAreServedInTheClassLoaderOfTheServer() throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader other = new URLClassLoader(new URL[0], before)) {
      thread.setContextClassLoader(other);
      start().onMessage(new ByteArrayInputStream(new byte[0]));
      assertSame(GuardedCalls.class.getClassLoader(), service.loader);
      assertSame(other, thread.getContextClassLoader());
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @SuppressWarnings("unchecked") // behind the guard methods take streams
  private ServerCall.Listener<InputStream> start() {
    ServerMethodDefinition<InputStream, InputStream> method =
        (ServerMethodDefinition<InputStream, InputStream>)
            GuardedCalls.of(service)
                .bindService()
                .getMethod(
                    ArtifactStagingServiceGrpc.getReverseArtifactRetrievalServiceMethod()
                        .getFullMethodName());
    call.method = method.getMethodDescriptor();
    return method.getServerCallHandler().startCall(call, new Metadata());
  }

  /** Notes what it hears. */
  private static final class Service extends ArtifactStagingServiceImplBase
      implements StreamObserver<ArtifactResponseWrapper> {
    private Throwable failure;
    private ClassLoader loader;
    private int messages;

    @Override
    public StreamObserver<ArtifactResponseWrapper> reverseArtifactRetrievalService(
        StreamObserver<ArtifactRequestWrapper> client) {
      return this;
    }

    @Override
    public void onNext(ArtifactResponseWrapper response) {
      messages++;
      loader = Thread.currentThread().getContextClassLoader();
    }

    @Override
    public void onError(Throwable reason) {
      failure = reason;
    }

    @Override
    public void onCompleted() {}
  }

  /** A call whose client only learns how it was closed. */
  private static final class Call extends ServerCall<InputStream, InputStream> {
    private MethodDescriptor<InputStream, InputStream> method;
    private Status.Code closed;

    @Override
    public void request(int messages) {}

    @Override
    public void sendHeaders(Metadata headers) {}

    @Override
    public void sendMessage(InputStream message) {}

    @Override
    public void close(Status status, Metadata trailers) {
      closed = status.getCode();
    }

    @Override
    public boolean isCancelled() {
      return false;
    }

    @Override
    public MethodDescriptor<InputStream, InputStream> getMethodDescriptor() {
      return method;
    }
  }
}

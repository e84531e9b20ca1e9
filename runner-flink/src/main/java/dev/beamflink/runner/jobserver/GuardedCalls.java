package dev.beamflink.runner.jobserver;

import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.BindableService;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.Metadata;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.ServerCall;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.ServerCallHandler;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.ServerInterceptor;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.ServerInterceptors;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps calls apart from what has nothing to do with them. Requests that are no messages are
 * answered; gRPC itself says UNKNOWN to them, which tells a client that the server has a defect.
 * And calls are served in the server's class loader: gRPC's threads are those of the whole JVM, and
 * one that a task of an embedded job has started keeps the loader of that job, closed or not. Safe
 * for any thread.
 */
final class GuardedCalls implements ServerInterceptor {

  private static final Logger LOG = LoggerFactory.getLogger(GuardedCalls.class);

  private GuardedCalls() {}

  /** The service, guarded. Requests are parsed behind the guard, not ahead of it. */
  static BindableService of(BindableService service) {
    return () ->
        ServerInterceptors.intercept(
            ServerInterceptors.useInputStreamMessages(service.bindService()), new GuardedCalls());
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
      // gRPC calls a listener by one thread at a time.
      private boolean refused;

      @Override
      public void onMessage(Q message) {
        if (refused) {
          return;
        }
        try {
          inOurLoader(() -> super.onMessage(message));
        } catch (RuntimeException e) {
          refused = true;
          LOG.info("A request to {} can't be read", call.getMethodDescriptor().getFullMethodName());
          Status malformed =
              Status.INVALID_ARGUMENT.withDescription("The request can't be read: " + e);
          call.close(malformed, new Metadata());
          super.onCancel(); // gRPC itself tells the service nothing of a call that we close
        }
      }

      @Override
      public void onHalfClose() {
        if (!refused) {
          inOurLoader(super::onHalfClose);
        }
      }

      @Override
      public void onCancel() {
        if (!refused) {
          super.onCancel();
        }
      }

      @Override
      public void onComplete() {
        if (!refused) {
          super.onComplete();
        }
      }
    };
  }

  private static void inOurLoader(Runnable call) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(GuardedCalls.class.getClassLoader());
    try {
      call.run();
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}

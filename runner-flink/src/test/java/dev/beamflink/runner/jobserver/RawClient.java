package dev.beamflink.runner.jobserver;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.CallOptions;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.ManagedChannel;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.MethodDescriptor;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.Status;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.StatusRuntimeException;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.stub.ClientCalls;

/** Calls any method with any bytes. */
final class RawClient {

  private final ManagedChannel channel;

  RawClient(ManagedChannel channel) {
    this.channel = channel;
  }

  private enum Bytes implements MethodDescriptor.Marshaller<byte[]> {
    AS_THEY_ARE;

    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** The answer's status; that of an answer that does not come in time is DEADLINE_EXCEEDED. */
  Status.Code call(MethodDescriptor<?, ?> method, byte[] request) {
    MethodDescriptor<byte[], byte[]> raw =
        method.toBuilder(Bytes.AS_THEY_ARE, Bytes.AS_THEY_ARE)
            .setType(MethodDescriptor.MethodType.SERVER_STREAMING)
            .build();
    try {
      Iterator<byte[]> answers =
          ClientCalls.blockingServerStreamingCall(
              channel, raw, CallOptions.DEFAULT.withDeadlineAfter(60, TimeUnit.SECONDS), request);
      answers.forEachRemaining(answer -> {});
      return Status.Code.OK;
    } catch (StatusRuntimeException e) {
      return e.getStatus().getCode();
    }
  }
}

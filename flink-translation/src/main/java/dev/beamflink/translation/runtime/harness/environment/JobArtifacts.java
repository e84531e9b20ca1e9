package dev.beamflink.translation.runtime.harness.environment;

import java.io.IOException;
import java.io.InputStream;
import org.apache.beam.model.jobmanagement.v1.ArtifactApi.GetArtifactRequest;
import org.apache.beam.model.jobmanagement.v1.ArtifactApi.GetArtifactResponse;
import org.apache.beam.model.pipeline.v1.RunnerApi.ArtifactFilePayload;
import org.apache.beam.model.pipeline.v1.RunnerApi.ArtifactInformation;
import org.apache.beam.runners.fnexecution.artifact.ArtifactRetrievalService;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.InvalidProtocolBufferException;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.Status;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.stub.StreamObserver;

/**
 * Gives harnesses the artifacts of their job: files, and what is packed into the job's jar. Beam's
 * own file system for a class path knows that of Beam only, which need not be the job's. Safe for
 * any thread.
 */
final class JobArtifacts extends ArtifactRetrievalService {

  /** How SDKs that pack a pipeline into a jar call what is in it. */
  private static final String IN_JAR = "classpath://";

  private static final int CHUNK_BYTES = 1 << 20; // 1 MiB

  private final ClassLoader job;

  /**
   * @param job has the job's jar
   */
  JobArtifacts(ClassLoader job) {
    this.job = job;
  }

  @Override
  public void getArtifact(GetArtifactRequest request, StreamObserver<GetArtifactResponse> harness) {
    try {
      String path = path(request.getArtifact());
      if (path.startsWith(IN_JAR)) {
        send(path.substring(IN_JAR.length()), harness);
      } else {
        super.getArtifact(request, harness);
      }
    } catch (IOException e) {
      harness.onError(
          Status.NOT_FOUND.withDescription(String.valueOf(e.getMessage())).asRuntimeException());
    }
  }

  private static String path(ArtifactInformation artifact) throws InvalidProtocolBufferException {
    return artifact.getTypeUrn().equals(FILE_ARTIFACT_URN)
        ? ArtifactFilePayload.parseFrom(artifact.getTypePayload()).getPath()
        : "";
  }

  private void send(String entry, StreamObserver<GetArtifactResponse> harness) throws IOException {
    try (InputStream in = job.getResourceAsStream(entry)) {
      if (in == null) {
        throw new IOException("There is no artifact '%s' in the job's jar".formatted(entry));
      }
      for (byte[] chunk = in.readNBytes(CHUNK_BYTES);
          chunk.length > 0;
          chunk = in.readNBytes(CHUNK_BYTES)) {
        harness.onNext(
            GetArtifactResponse.newBuilder().setData(ByteString.copyFrom(chunk)).build());
      }
    }
    harness.onCompleted();
  }
}

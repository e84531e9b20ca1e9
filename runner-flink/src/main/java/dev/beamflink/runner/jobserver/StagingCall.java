package dev.beamflink.runner.jobserver;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.apache.beam.model.jobmanagement.v1.ArtifactApi.ArtifactRequestWrapper;
import org.apache.beam.model.jobmanagement.v1.ArtifactApi.ArtifactResponseWrapper;
import org.apache.beam.model.jobmanagement.v1.ArtifactApi.GetArtifactRequest;
import org.apache.beam.model.jobmanagement.v1.ArtifactApi.ResolveArtifactsRequest;
import org.apache.beam.model.pipeline.v1.RunnerApi.ArtifactInformation;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.Status;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.StatusRuntimeException;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.stub.StreamObserver;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The staging of one pipeline's artifacts, in the threads that gRPC calls it with, one at a time.
 * The client says the token; then for each environment it resolves its artifacts and sends the
 * bytes of each, in the order in which they are asked for.
 */
final class StagingCall implements StreamObserver<ArtifactResponseWrapper> {

  private static final Logger LOG = LoggerFactory.getLogger(StagingCall.class);

  private final Artifacts artifacts;
  private final StreamObserver<ArtifactRequestWrapper> client;

  // Guarded by this: one at a time may still mean different threads.
  private String token = "";
  private Queue<Map.Entry<String, List<ArtifactInformation>>> unresolved = new ArrayDeque<>();
  private final Queue<ArtifactInformation> unsent = new ArrayDeque<>();
  private final Map<String, List<ArtifactInformation>> staged = new LinkedHashMap<>();
  private String environment = "";
  private @Nullable StagedFile current;
  private int files;
  private boolean ended;

  StagingCall(Artifacts artifacts, StreamObserver<ArtifactRequestWrapper> client) {
    this.artifacts = artifacts;
    this.client = client;
  }

  @Override
  public synchronized void onNext(ArtifactResponseWrapper response) {
    if (ended) {
      return; // it has been told
    }
    try {
      if (token.isEmpty()) {
        start(response.getStagingToken());
      } else if (unsent.isEmpty()) {
        resolved(response);
      } else {
        sent(response);
      }
    } catch (IOException | RuntimeException e) {
      fail(Refusals.of(e));
    }
  }

  private void start(String stagingToken) {
    unresolved =
        new ArrayDeque<>(
            artifacts
                .expected(stagingToken)
                .orElseThrow(
                    () ->
                        new IllegalArgumentException(
                            "Unknown staging token '%s'".formatted(stagingToken)))
                .entrySet());
    token = stagingToken;
    resolveNext();
  }

  private void resolveNext() {
    Map.Entry<String, List<ArtifactInformation>> next = unresolved.peek();
    if (next == null) {
      artifacts.arrived(token, staged);
      LOG.debug("Staged {} artifacts of {}", files, token);
      ended = true;
      client.onCompleted();
      return;
    }
    client.onNext(
        ArtifactRequestWrapper.newBuilder()
            .setResolveArtifact(
                ResolveArtifactsRequest.newBuilder().addAllArtifacts(next.getValue()))
            .build());
  }

  private void resolved(ArtifactResponseWrapper response) {
    if (!response.hasResolveArtifactResponse()) {
      throw new IllegalArgumentException("Expected the answer to ResolveArtifacts");
    }
    environment = unresolved.remove().getKey();
    staged.put(environment, new ArrayList<>());
    for (ArtifactInformation artifact :
        response.getResolveArtifactResponse().getReplacementsList()) {
      unsent.add(artifact);
      client.onNext(
          ArtifactRequestWrapper.newBuilder()
              .setGetArtifact(GetArtifactRequest.newBuilder().setArtifact(artifact))
              .build());
    }
    if (unsent.isEmpty()) {
      resolveNext();
    }
  }

  private void sent(ArtifactResponseWrapper response) throws IOException {
    StagedFile file = current;
    if (file == null) {
      file = artifacts.create(token, environment, files++, unsent.element());
      current = file;
    }
    file.append(response.getGetArtifactResponse().getData());
    if (response.getIsLast()) {
      current = null;
      staged.getOrDefault(environment, List.of()).add(file.finish());
      unsent.remove();
      if (unsent.isEmpty()) {
        resolveNext();
      }
    }
  }

  private void fail(StatusRuntimeException refusal) {
    LOG.info("Artifacts of '{}' can't be staged: {}", token, refusal.getMessage());
    end();
    client.onError(refusal);
  }

  private void end() {
    ended = true;
    if (current != null) {
      current.abandon();
    }
  }

  /** The client has left. */
  @Override
  public synchronized void onError(Throwable failure) {
    if (!ended) {
      LOG.info("The client of '{}' has left while it staged artifacts", token);
      end();
    }
  }

  @Override
  public synchronized void onCompleted() {
    if (!ended) {
      fail(
          Refusals.of(
              Status.INVALID_ARGUMENT, "The client ended before all artifacts were staged"));
    }
  }
}

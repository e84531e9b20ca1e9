package dev.beamflink.runner.jobserver;

import org.apache.beam.model.jobmanagement.v1.ArtifactApi.ArtifactRequestWrapper;
import org.apache.beam.model.jobmanagement.v1.ArtifactApi.ArtifactResponseWrapper;
import org.apache.beam.model.jobmanagement.v1.ArtifactStagingServiceGrpc.ArtifactStagingServiceImplBase;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.stub.StreamObserver;

/**
 * Beam's artifact staging: asks each client for the artifacts of the pipeline that it has prepared.
 * Beam's own service leaves threads behind for clients that stop halfway. Safe for any thread.
 */
final class ArtifactStaging extends ArtifactStagingServiceImplBase {

  private final Artifacts artifacts;

  ArtifactStaging(Artifacts artifacts) {
    this.artifacts = artifacts;
  }

  @Override
  public StreamObserver<ArtifactResponseWrapper> reverseArtifactRetrievalService(
      StreamObserver<ArtifactRequestWrapper> client) {
    return new StagingCall(artifacts, client);
  }
}

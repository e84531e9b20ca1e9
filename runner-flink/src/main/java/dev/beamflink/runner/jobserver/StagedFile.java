package dev.beamflink.runner.jobserver;

import java.io.IOException;
import org.apache.beam.model.pipeline.v1.RunnerApi.ArtifactInformation;
import org.apache.beam.runners.fnexecution.artifact.ArtifactStagingService.ArtifactDestination;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One artifact on its way from a client to the staging directory. Used by one thread at a time. */
final class StagedFile {

  private static final Logger LOG = LoggerFactory.getLogger(StagedFile.class);

  private final ArtifactInformation artifact;
  private final ArtifactDestination destination;

  /**
   * @param artifact as the client knows it
   * @param destination where it goes
   */
  StagedFile(ArtifactInformation artifact, ArtifactDestination destination) {
    this.artifact = artifact;
    this.destination = destination;
  }

  void append(ByteString chunk) throws IOException {
    chunk.writeTo(destination.getOutputStream());
  }

  /** Closes the file; answers the artifact with the place where it is now. */
  ArtifactInformation finish() throws IOException {
    destination.getOutputStream().close();
    return artifact.toBuilder()
        .setTypeUrn(destination.getTypeUrn())
        .setTypePayload(destination.getTypePayload())
        .build();
  }

  /** Closes the file of an artifact that does not come; its directory is deleted with the job. */
  void abandon() {
    try {
      destination.getOutputStream().close();
    } catch (IOException e) {
      LOG.warn("A half-staged artifact can't be closed: {}", e.toString());
    }
  }
}

package dev.beamflink.runner.jobserver;

import org.apache.beam.model.pipeline.v1.RunnerApi.ArtifactFilePayload;
import org.apache.beam.model.pipeline.v1.RunnerApi.ArtifactInformation;
import org.apache.beam.model.pipeline.v1.RunnerApi.ArtifactStagingToRolePayload;
import org.apache.beam.runners.fnexecution.artifact.ArtifactRetrievalService;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.InvalidProtocolBufferException;

/** Names for files of artifacts, for who looks into the staging directory. */
final class ArtifactNames {

  private static final int LONGEST = 80;

  private ArtifactNames() {}

  /**
   * A name that no other artifact of the job has. What the client says in it cannot lead out of a
   * directory.
   *
   * @param number of the artifact in the job
   */
  static String of(int number, ArtifactInformation artifact) {
    String said = said(artifact).replaceAll("[^A-Za-z0-9._-]", "_");
    return number + "-" + said.substring(Math.max(0, said.length() - LONGEST));
  }

  private static String said(ArtifactInformation artifact) {
    try {
      if (artifact.getRoleUrn().equals(ArtifactRetrievalService.STAGING_TO_ARTIFACT_URN)) {
        return ArtifactStagingToRolePayload.parseFrom(artifact.getRolePayload()).getStagedName();
      }
      if (artifact.getTypeUrn().equals(ArtifactRetrievalService.FILE_ARTIFACT_URN)) {
        String path = ArtifactFilePayload.parseFrom(artifact.getTypePayload()).getPath();
        return path.substring(path.lastIndexOf('/') + 1);
      }
      return "artifact";
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("An artifact can't be read: " + e.getMessage(), e);
    }
  }
}

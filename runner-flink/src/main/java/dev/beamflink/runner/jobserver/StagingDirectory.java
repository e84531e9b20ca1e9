package dev.beamflink.runner.jobserver;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.beam.runners.fnexecution.artifact.ArtifactStagingService;
import org.apache.beam.runners.fnexecution.artifact.ArtifactStagingService.ArtifactDestination;
import org.apache.beam.runners.fnexecution.artifact.ArtifactStagingService.ArtifactDestinationProvider;

/** Where artifacts are kept: below one directory, one more for each job. */
final class StagingDirectory implements ArtifactDestinationProvider {

  private final ArtifactDestinationProvider files;

  StagingDirectory(Path root) {
    files =
        ArtifactStagingService.beamFilesystemArtifactDestinationProvider(
            root.toAbsolutePath().toString());
  }

  /**
   * Opens a file.
   *
   * @param name made of what the client says, which must not lead out of the directory
   */
  @Override
  public ArtifactDestination getDestination(String stagingToken, String name) throws IOException {
    return files.getDestination(stagingToken, name.replaceAll("[^A-Za-z0-9._-]", "_"));
  }

  @Override
  public void removeStagedArtifacts(String stagingToken) throws IOException {
    files.removeStagedArtifacts(stagingToken);
  }
}

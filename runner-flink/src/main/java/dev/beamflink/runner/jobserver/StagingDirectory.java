package dev.beamflink.runner.jobserver;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.beam.runners.fnexecution.artifact.ArtifactStagingService;
import org.apache.beam.runners.fnexecution.artifact.ArtifactStagingService.ArtifactDestination;
import org.apache.beam.runners.fnexecution.artifact.ArtifactStagingService.ArtifactDestinationProvider;

/** Where artifacts are kept: below one directory, one more for each job. */
final class StagingDirectory {

  private final ArtifactDestinationProvider files;

  StagingDirectory(Path root) {
    files =
        ArtifactStagingService.beamFilesystemArtifactDestinationProvider(
            root.toAbsolutePath().toString());
  }

  /**
   * Opens a file.
   *
   * @param name without any path
   */
  ArtifactDestination create(String token, String name) throws IOException {
    return files.getDestination(token, name);
  }

  void delete(String token) throws IOException {
    files.removeStagedArtifacts(token);
  }
}

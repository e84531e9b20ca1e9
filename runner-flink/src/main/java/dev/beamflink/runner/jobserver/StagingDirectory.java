package dev.beamflink.runner.jobserver;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.beam.runners.fnexecution.artifact.ArtifactStagingService;
import org.apache.beam.runners.fnexecution.artifact.ArtifactStagingService.ArtifactDestination;
import org.apache.beam.runners.fnexecution.artifact.ArtifactStagingService.ArtifactDestinationProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where artifacts are kept: below one directory, one more for each job. */
final class StagingDirectory {

  private static final Logger LOG = LoggerFactory.getLogger(StagingDirectory.class);

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
    try {
      files.removeStagedArtifacts(token);
    } catch (FileNotFoundException e) {
      LOG.debug("Nothing was staged for {}", token);
    }
  }
}

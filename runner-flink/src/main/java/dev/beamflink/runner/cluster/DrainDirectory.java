package dev.beamflink.runner.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.util.FileUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A directory for the savepoint that Flink takes of a job that it drains, and that nobody needs.
 *
 * @param path of the directory, on this machine
 */
record DrainDirectory(Path path) {

  private static final Logger LOG = LoggerFactory.getLogger(DrainDirectory.class);

  static DrainDirectory create() {
    try {
      return new DrainDirectory(Files.createTempDirectory("beam-drain"));
    } catch (IOException e) {
      throw new UncheckedIOException("No directory for a drain can be made", e);
    }
  }

  String uri() {
    return path.toUri().toString();
  }

  void delete() {
    try {
      FileUtils.deleteDirectory(path.toFile());
    } catch (IOException e) {
      LOG.warn("The savepoint of a drain is left in {}: {}", path, e.toString());
    }
  }
}

package dev.beamflink.runner.savepoint;

import java.io.DataInputStream;
import java.io.IOException;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;

/** Reads the file that says what is in a savepoint. */
public final class SavepointMetadata {

  /** The file that makes a directory a savepoint. */
  public static final String FILE = "_metadata";

  private SavepointMetadata() {}

  /**
   * Reads it.
   *
   * @param savepoint directory of a savepoint or retained checkpoint, or its metadata file
   * @throws DamagedSavepointException if the file can be opened, but is truncated or none of
   *     Flink's
   * @throws IOException if it can't be opened from here; the cluster may be able to
   */
  public static CheckpointMetadata read(String savepoint) throws IOException {
    Path path = new Path(savepoint);
    FileSystem files = path.getFileSystem();
    Path file = files.getFileStatus(path).isDir() ? new Path(path, FILE) : path;
    // Files of the savepoint are named relative to its directory.
    String directory = file.getParent().makeQualified(files).toString();
    try (DataInputStream in = new DataInputStream(files.open(file))) {
      return read(in, directory);
    }
  }

  private static CheckpointMetadata read(DataInputStream in, String directory)
      throws DamagedSavepointException {
    try {
      return Checkpoints.loadCheckpointMetadata(
          in, SavepointMetadata.class.getClassLoader(), directory);
    } catch (IOException | RuntimeException e) {
      throw new DamagedSavepointException(
          "has a file %s that is damaged or incomplete (%s)".formatted(FILE, e), e);
    }
  }
}

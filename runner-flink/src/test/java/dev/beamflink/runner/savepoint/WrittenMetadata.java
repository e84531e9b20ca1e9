package dev.beamflink.runner.savepoint;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.jobgraph.OperatorID;

/** Savepoints that consist of metadata only. */
public final class WrittenMetadata {

  private WrittenMetadata() {}

  /** Writes the metadata of a savepoint of one operator; answers the file. */
  public static Path write(Path directory, int keyGroups) throws IOException {
    OperatorState operator = new OperatorState("name", "uid", new OperatorID(1, 2), 4, keyGroups);
    Path file = directory.resolve(SavepointMetadata.FILE);
    try (OutputStream out = Files.newOutputStream(file)) {
      Checkpoints.storeCheckpointMetadata(
          new CheckpointMetadata(7, List.of(operator), List.of()), out);
    }
    return file;
  }
}

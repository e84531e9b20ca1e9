package dev.beamflink.runner.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SavepointKeyGroupsTest {

  @TempDir private Path savepoint;

  @BeforeEach
  void writeSavepoint() throws IOException {
    writeSavepoint(savepoint, 96);
  }

  /** Writes the metadata of a savepoint of one operator. */
  static void writeSavepoint(Path directory, int keyGroups) throws IOException {
    OperatorState operator = new OperatorState("name", "uid", new OperatorID(1, 2), 4, keyGroups);
    try (OutputStream out = Files.newOutputStream(directory.resolve("_metadata"))) {
      Checkpoints.storeCheckpointMetadata(
          new CheckpointMetadata(7, List.of(operator), List.of()), out);
    }
  }

  @Test
  void areReadFromTheDirectoryAndFromTheFileInIt() {
    assertEquals(OptionalInt.of(96), SavepointKeyGroups.in(savepoint.toString()));
    assertEquals(
        OptionalInt.of(96), SavepointKeyGroups.in(savepoint.resolve("_metadata").toString()));
  }

  @Test
  void areUnknownWhereTheSavepointCannotBeRead() throws IOException {
    assertEquals(
        OptionalInt.empty(), SavepointKeyGroups.in(savepoint.resolve("missing").toString()));
    Files.writeString(savepoint.resolve("_metadata"), "damaged");
    assertEquals(OptionalInt.empty(), SavepointKeyGroups.in(savepoint.toString()));
    assertEquals(OptionalInt.empty(), SavepointKeyGroups.in("nofs://host/savepoint"));
  }
}

package dev.beamflink.runner.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.beamflink.runner.savepoint.WrittenMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SavepointKeyGroupsTest {

  @TempDir private Path savepoint;

  @BeforeEach
  void writeSavepoint() throws IOException {
    WrittenMetadata.write(savepoint, 96);
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

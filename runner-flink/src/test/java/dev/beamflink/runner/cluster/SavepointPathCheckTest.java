package dev.beamflink.runner.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.model.problem.Problems;
import dev.beamflink.runner.savepoint.WrittenMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SavepointPathCheckTest {

  @TempDir private Path directory;

  private static Problems check(String savepoint, boolean sameMachine) {
    Problems problems = new Problems();
    SavepointPathCheck.check(savepoint, sameMachine, problems);
    return problems;
  }

  @Test
  void aDirectoryWithMetadataIsASavepoint() throws IOException {
    Path metadata = WrittenMetadata.write(directory, 8);
    assertTrue(check(directory.toString(), true).isEmpty());
    assertTrue(check(directory.toUri().toString(), true).isEmpty());
    assertTrue(check(metadata.toString(), true).isEmpty());
  }

  @Test
  void truncatedMetadataIsRefused() throws IOException {
    Path metadata = WrittenMetadata.write(directory, 8);
    byte[] whole = Files.readAllBytes(metadata);
    for (int length = 0; length < whole.length; length++) {
      Files.write(metadata, Arrays.copyOf(whole, length));
      String message = check(directory.toString(), true).found().get(0).toString();
      assertTrue(
          message.contains("which has a file _metadata that is damaged or incomplete"), message);
    }
  }

  @Test
  void aDirectoryWithoutMetadataIsNone() {
    assertEquals(
        "Option --savepointPath is '%s', which has no file _metadata, so it is no savepoint. Name the directory that Flink printed when it took the savepoint, or a retained checkpoint."
            .formatted(directory),
        check(directory.toString(), true).found().get(0).toString());
  }

  @Test
  void aDiskOfAnotherMachineIsNotLookedAt() {
    assertTrue(check("file:///no/such/savepoint", false).isEmpty());
  }

  @Test
  void aFileSystemThatOnlyTheClusterKnowsIsNotLookedAt() {
    assertTrue(check("nosuchscheme://bucket/savepoint", true).isEmpty());
  }
}

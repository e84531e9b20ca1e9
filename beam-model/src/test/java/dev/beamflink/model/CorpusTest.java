package dev.beamflink.model;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.beamflink.model.fuse.PlanMode;
import dev.beamflink.model.problem.InvalidPipelineException;
import dev.beamflink.model.text.PipelineText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Pipelines that must be refused, with the whole message that a user reads as comment at the top of
 * the file, and their twins that must not be.
 */
class CorpusTest {
  private static final Path FOLDER = Path.of("src/test/resources/pipelines");

  static List<Path> rejected() throws IOException {
    return files("rejected");
  }

  static List<Path> accepted() throws IOException {
    return files("accepted");
  }

  @ParameterizedTest
  @MethodSource
  void rejected(Path file) throws IOException {
    String text = Files.readString(file);
    InvalidPipelineException exception =
        assertThrows(
            InvalidPipelineException.class,
            () -> GraphPlanner.plan(PipelineText.parse(text), PlanMode.STREAMING));
    assertEquals(expectedMessage(text), exception.getMessage());
  }

  @ParameterizedTest
  @MethodSource
  void accepted(Path file) throws IOException {
    String text = Files.readString(file);
    for (PlanMode mode : PlanMode.values()) {
      assertDoesNotThrow(() -> GraphPlanner.plan(PipelineText.parse(text), mode));
    }
  }

  private static String expectedMessage(String text) {
    return text.lines()
        .takeWhile(line -> line.startsWith("# "))
        .map(line -> line.substring("# ".length()))
        .collect(Collectors.joining("\n"));
  }

  private static List<Path> files(String folder) throws IOException {
    try (Stream<Path> files = Files.list(FOLDER.resolve(folder))) {
      return files.sorted().toList();
    }
  }
}

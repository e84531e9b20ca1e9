package dev.beamflink.runner.savepoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A savepoint of {@link FixturePipeline} that is kept in the repository. */
public final class SavepointFixture {

  /** Named by the version of our snapshots' format. */
  public static final Path SAVEPOINT = Path.of("src/test/resources/savepoints/2/all-states");

  private static final String JOURNAL = "journal.txt";

  private SavepointFixture() {}

  /** What the pipeline had put out before the savepoint. */
  static List<String> journal() throws IOException {
    return Files.readAllLines(SAVEPOINT.resolve(JOURNAL));
  }

  /** Keeps another savepoint in its place. */
  static void replace(Path savepoint, List<String> journal) throws IOException {
    Files.createDirectories(SAVEPOINT);
    for (Path old : list(SAVEPOINT)) {
      Files.delete(old);
    }
    for (Path file : list(savepoint)) {
      Files.copy(file, SAVEPOINT.resolve(file.getFileName()));
    }
    Files.write(SAVEPOINT.resolve(JOURNAL), journal);
  }

  private static List<Path> list(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }
}

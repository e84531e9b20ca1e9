package dev.beamflink.conformance.fork;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Keeps one text file for each test that did not pass: its result, its stack traces and what its
 * JVM logged meanwhile.
 */
public record FailureFiles(Path directory) implements TestListener {

  /** Files for a new run: those of the last one are removed. */
  public static FailureFiles emptied(Path directory) {
    try {
      Files.createDirectories(directory);
      try (var files = Files.newDirectoryStream(directory, "*.txt")) {
        for (Path file : files) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot empty " + directory, e);
    }
    return new FailureFiles(directory);
  }

  @Override
  public void ended(TestRecord record, String log) {
    if (record.failed()) {
      write(record, log);
    }
  }

  private void write(TestRecord record, String log) {
    Path file = directory.resolve(SuiteRun.fileName(record.test()) + ".txt");
    String text =
        "%s: %s after %d ms%n%s%n%n%s%n--- log of this test ---%n%s"
            .formatted(
                record.test(),
                record.outcome().label(),
                record.millis(),
                record.cause(),
                record.details(),
                log);
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
  }
}

package dev.beamflink.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** ARCHITECTURE.md, as it is in the repository. */
final class ArchitectureDocument {

  static final Path FILE = Path.of("../ARCHITECTURE.md").toAbsolutePath().normalize();

  static String text() {
    try {
      return Files.readString(FILE);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + FILE, e);
    }
  }

  private ArchitectureDocument() {}
}

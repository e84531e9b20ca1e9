package dev.beamflink.documents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The documents of the repository. */
final class Documents {

  static final Path REPOSITORY = Path.of("../..").toAbsolutePath().normalize();

  /** Those at its root and all below {@code docs}. */
  static List<Path> all() throws IOException {
    try (Stream<Path> root = Files.list(REPOSITORY);
        Stream<Path> pages = Files.walk(REPOSITORY.resolve("docs"))) {
      return Stream.concat(root, pages).filter(path -> path.toString().endsWith(".md")).toList();
    }
  }

  private Documents() {}
}

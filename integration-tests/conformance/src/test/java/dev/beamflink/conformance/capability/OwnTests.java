package dev.beamflink.conformance.capability;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The tests of ours, which are found by their sources: a page must not name one that is gone. */
record OwnTests(Path repository) {

  private static final String SOURCES = "src/test/java";

  /** A Markdown link from a page in {@code docs} to the sources of the test. */
  String link(String test) {
    int hash = test.indexOf('#');
    String className = hash < 0 ? test : test.substring(0, hash);
    Path source = source(className);
    if (hash >= 0 && !text(source).contains(" " + test.substring(hash + 1) + "(")) {
      throw new IllegalArgumentException("capabilities.txt: " + source + " has no test " + test);
    }
    return "[%s](../%s)"
        .formatted(test.substring(className.lastIndexOf('.') + 1), repository.relativize(source));
  }

  private Path source(String className) {
    String file = className.replace('.', '/') + ".java";
    return Stream.of(repository, repository.resolve("integration-tests"))
        .flatMap(parent -> children(parent).stream())
        .map(module -> module.resolve(SOURCES).resolve(file))
        .filter(Files::exists)
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("capabilities.txt: there is no test " + className));
  }

  private static List<Path> children(Path directory) {
    try (Stream<Path> children = Files.list(directory)) {
      return children.filter(Files::isDirectory).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot list " + directory, e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    }
  }
}

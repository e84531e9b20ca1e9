package dev.beamflink.documents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A part of a source file, between lines that end in {@code tag::name[]} and {@code end::name[]}
 * (but for the closing of a comment).
 *
 * @param file path below the repository's root
 * @param tag the part's name
 */
record Snippet(String file, String tag) {

  /** The part's lines without the indent that they share, and without empty lines at the ends. */
  String text(Path repository) throws IOException {
    List<String> lines = new ArrayList<>();
    boolean inside = false;
    for (String line : Files.readAllLines(repository.resolve(file))) {
      if (line.contains("end::" + tag + "[]")) {
        return String.join("\n", lines).stripTrailing().stripIndent().strip() + "\n";
      }
      if (inside) {
        lines.add(line);
      }
      inside |= line.contains("tag::" + tag + "[]");
    }
    throw new IllegalStateException(
        "%s has no lines between tag::%s[] and end::%2$s[]".formatted(file, tag));
  }
}

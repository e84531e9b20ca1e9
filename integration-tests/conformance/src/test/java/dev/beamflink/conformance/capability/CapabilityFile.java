package dev.beamflink.conformance.capability;

import dev.beamflink.conformance.suite.TestPattern;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads {@code capabilities.txt}: {@code [section]}, then of each row {@code row}, {@code suite},
 * {@code own}, {@code lacks} and {@code note}, each with its value behind a colon; {@code #} begins
 * a line of comment.
 */
final class CapabilityFile {

  private final Path file;
  private final List<Capability> rows = new ArrayList<>();
  private final Map<String, String> fields = new TreeMap<>();
  private String section = "";

  private CapabilityFile(Path file) {
    this.file = file;
  }

  static List<Capability> read(Path file) {
    CapabilityFile reader = new CapabilityFile(file);
    try {
      Files.readAllLines(file).forEach(reader::line);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    }
    reader.endRow();
    return reader.rows;
  }

  private void line(String line) {
    if (line.isBlank() || line.startsWith("#")) {
      return;
    }
    if (line.startsWith("[") && line.endsWith("]")) {
      endRow();
      section = line.substring(1, line.length() - 1);
      return;
    }
    int colon = line.indexOf(':');
    String key = colon < 0 ? "" : line.substring(0, colon);
    if (key.equals("row")) {
      endRow();
    }
    if (!List.of("row", "suite", "own", "lacks", "note").contains(key)
        || (fields.isEmpty() && !key.equals("row"))
        || fields.put(key, line.substring(colon + 1).strip()) != null) {
      throw new IllegalArgumentException(
          file
              + ": expected row, then each of suite, own, lacks and note at most once, found: "
              + line);
    }
  }

  private void endRow() {
    if (!fields.isEmpty()) {
      rows.add(
          new Capability(
              section,
              fields.get("row"),
              words("suite").stream().map(TestPattern::new).toList(),
              words("own"),
              fields.getOrDefault("lacks", ""),
              fields.getOrDefault("note", "")));
      fields.clear();
    }
  }

  private List<String> words(String key) {
    String value = fields.getOrDefault(key, "");
    return value.isEmpty() ? List.of() : Arrays.asList(value.split("\\s+"));
  }
}

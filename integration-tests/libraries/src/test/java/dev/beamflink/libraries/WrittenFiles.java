package dev.beamflink.libraries;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** Reads what a pipeline wrote below a directory. */
final class WrittenFiles {

  /** The lines of each file by its name relative to the directory; unpacks what ends in .gz. */
  static Map<String, List<String>> lines(Path directory) throws IOException {
    Map<String, List<String>> lines = new TreeMap<>();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        lines.put(directory.relativize(file).toString(), lines(Files.newInputStream(file), file));
      }
    }
    return lines;
  }

  private static List<String> lines(InputStream bytes, Path file) throws IOException {
    try (InputStream text = file.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes;
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(text, StandardCharsets.UTF_8))) {
      return reader.lines().toList();
    }
  }

  private WrittenFiles() {}
}

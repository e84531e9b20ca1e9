package dev.beamflink.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** Reads what {@link dev.beamflink.cluster.job.SumJob} wrote. */
final class SumFiles {

  /** Returns the numbers in all finished part files below the directory. */
  static Set<Long> read(Path directory) throws IOException {
    Set<Long> numbers = new HashSet<>();
    try (var files = Files.walk(directory)) {
      for (Path file : files.filter(SumFiles::isFinishedPart).toList()) {
        Files.readAllLines(file).forEach(line -> numbers.add(Long.valueOf(line)));
      }
    }
    return numbers;
  }

  /** The sink hides parts that are not committed behind a leading dot. */
  private static boolean isFinishedPart(Path file) {
    return Files.isRegularFile(file) && file.getFileName().toString().startsWith("part-");
  }

  private SumFiles() {}
}

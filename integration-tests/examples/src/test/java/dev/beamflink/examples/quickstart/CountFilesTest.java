package dev.beamflink.examples.quickstart;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.beamflink.examples.quickstart.CountFiles.WordAndCount;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CountFilesTest {

  @TempDir Path directory;

  @Test
  void findsTheMostFrequentWordsOfAllFiles() throws Exception {
    Path first = Files.writeString(directory.resolve("counts-0-of-2.txt"), "b: 2\nrare: 1\n");
    Path second = Files.writeString(directory.resolve("counts-1-of-2.txt"), "often: 10\na: 2\n");
    Files.writeString(directory.resolve("other-0-of-1.txt"), "other: 99\n");

    CountFiles files = CountFiles.startingWith(directory.resolve("counts"));

    assertEquals(List.of(first, second), files.files());
    assertEquals(
        List.of(new WordAndCount("often", 10), new WordAndCount("a", 2), new WordAndCount("b", 2)),
        files.mostFrequent(3));
  }
}

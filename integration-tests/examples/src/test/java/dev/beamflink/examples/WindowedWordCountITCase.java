package dev.beamflink.examples;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.summingLong;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WindowedWordCountITCase {

  private static final int LINES = 600;

  @TempDir Path input;
  @TempDir Path output;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void writesTheCountsOfEachWindow(boolean streaming) throws Exception {
    List<String> text =
        IntStream.range(0, LINES).mapToObj(i -> i + (i % 3 == 0 ? " fizz" : " word")).toList();
    Files.write(input.resolve("text"), text);

    WindowedWordCount.main(
        new String[] {
          "--runner=TestFlinkRunner",
          "--parallelism=2",
          "--streaming=" + streaming,
          "--windowMinutes=20",
          "--input=" + input.resolve("text"),
          "--output=" + output.resolve("counts")
        });

    Map<String, List<String>> files = OutputLines.byFile(output);
    assertEquals(3, files.size(), () -> "a file for each window of 20 minutes: " + files.keySet());
    assertTrue(
        files.keySet().stream().allMatch(name -> name.startsWith("counts-2026-01-01T00:")),
        () -> "files are named by their window: " + files.keySet());
    Map<String, Long> total =
        files.values().stream()
            .flatMap(List::stream)
            .map(line -> line.split(": "))
            .collect(groupingBy(line -> line[0], summingLong(line -> Long.parseLong(line[1]))));
    assertEquals(Map.of("fizz", 200L, "word", 400L), total);
  }
}

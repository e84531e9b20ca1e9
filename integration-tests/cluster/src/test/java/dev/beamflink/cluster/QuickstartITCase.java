package dev.beamflink.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code scripts/quickstart} with the jar and the home of this build. */
class QuickstartITCase {
  /** The last lines of the output: a command that goes on behind a backslash. */
  private static final Pattern FLINK_RUN =
      Pattern.compile("^ *(scripts/flink run .*)", Pattern.DOTALL | Pattern.MULTILINE);

  private static final List<String> COUNTS = List.of("be: 3", "not: 1", "or: 2", "to: 3");

  @TempDir Path directory;

  private Path text;
  private Path output;
  private Command quickstart;

  @BeforeEach
  void writeText() throws IOException {
    text = Files.writeString(directory.resolve("it's a text"), "to be, or not to be, or to be");
    output = directory.resolve("the output");
    quickstart =
        new Command(
            TestSettings.SCRIPTS.resolve("quickstart"),
            Map.of(
                "LOCAL_CLUSTER_HOME", TestSettings.FLINK_HOME.toString(),
                "EXAMPLES_JAR", TestSettings.EXAMPLES_JAR.toString(),
                "QUICKSTART_DIR", output.toString()));
  }

  @Test
  void countsTheWordsOfAFileAndTellsHowToDoSoOnACluster() throws Exception {
    CommandResult result = quickstart.run(List.of(text.toString())).succeeded();

    assertTrue(result.output().contains("Counted 9 words"), result.output());
    assertTrue(result.output().contains("words per second"), result.output());
    assertTrue(result.output().contains("3  be"), result.output());
    for (Path file : outputFiles()) {
      assertTrue(result.output().contains(file.toString()), result.output());
    }
    assertEquals(COUNTS, ExampleOutput.in(output));

    for (Path file : outputFiles()) {
      Files.delete(file);
    }
    String line = "cd '%s'/..; %s".formatted(TestSettings.SCRIPTS, result.extract(FLINK_RUN));
    SharedCluster.get().command(Path.of("bash")).run(List.of("-c", line)).succeeded();
    assertEquals(COUNTS, ExampleOutput.in(output));
  }

  @Test
  void streamingPrintsWindowsUntilItIsTold() throws Exception {
    List<String> arguments =
        List.of("--streaming", text.toString(), "--rate=90", "--windowSeconds=1");
    try (RunningCommand running = quickstart.start(arguments)) {
      // 90 words per window, of which a third is "be" and a third "to"
      running.awaitOutput(
          Pattern.compile("(?m)(^[0-9:]{8} - [0-9:]{8}   (be|to) (29|3\\d) .*\\R(?s:.*)){3}"));
      running.terminate();
      CommandResult result = running.result().succeeded();
      assertTrue(result.output().endsWith("Stopped.\n"), result.output());
      assertFalse(result.output().contains("Exception"), result.output());
    }
  }

  @Test
  void missingFileIsNamed() {
    CommandResult result = quickstart.run(List.of("nowhere.txt"));
    assertNotEquals(0, result.exitCode());
    assertTrue(result.output().contains("no file 'nowhere.txt'"), result.output());
  }

  private List<Path> outputFiles() throws IOException {
    try (Stream<Path> files = Files.list(output)) {
      return files.filter(file -> file.toString().endsWith(".txt")).toList();
    }
  }
}

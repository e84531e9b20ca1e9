package dev.beamflink.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code scripts/quickstart} with the jar and the home of this build. */
class QuickstartITCase {
  private static final Path SCRIPT = TestSettings.SCRIPTS.resolve("quickstart");

  @TempDir Path directory;

  private Map<String, String> environment() {
    return Map.of(
        "LOCAL_CLUSTER_HOME", TestSettings.FLINK_HOME.toString(),
        "EXAMPLES_JAR", TestSettings.EXAMPLES_JAR.toString(),
        "QUICKSTART_DIR", directory.resolve("quickstart").toString());
  }

  @Test
  void countsTheWordsOfAFile() throws Exception {
    Path text = Files.writeString(directory.resolve("a text"), "to be, or not to be, or to be");

    CommandResult result =
        new Command(SCRIPT, environment()).run(List.of(text.toString())).succeeded();

    assertTrue(result.output().contains("Counted 9 words"), result.output());
    assertTrue(result.output().contains("words per second"), result.output());
    assertTrue(result.output().contains("3  be"), result.output());
    assertTrue(result.output().contains("scripts/flink run -c"), result.output());
    assertEquals(
        List.of("be: 3", "not: 1", "or: 2", "to: 3"),
        WordCountRun.sortedLines(directory.resolve("quickstart")));
  }

  @Test
  void missingFileIsNamed() {
    CommandResult result = new Command(SCRIPT, environment()).run(List.of("nowhere.txt"));
    assertNotEquals(0, result.exitCode());
    assertTrue(result.output().contains("no file 'nowhere.txt'"), result.output());
  }
}

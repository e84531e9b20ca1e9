package dev.beamflink.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.beam.sdk.Pipeline.PipelineExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordCountITCase {

  @TempDir Path input;
  @TempDir Path output;

  private void run(String pattern, boolean streaming) {
    WordCount.main(
        new String[] {
          "--runner=TestFlinkRunner",
          "--parallelism=2",
          "--streaming=" + streaming,
          "--input=" + input.resolve(pattern),
          "--output=" + output.resolve("counts")
        });
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void countsTheWordsOfAllFiles(boolean streaming) throws Exception {
    Files.writeString(input.resolve("a.txt"), "to be, or not to be\n\nthat is the question:\n");
    Files.writeString(input.resolve("b.txt"), "to die, to sleep");
    Files.writeString(input.resolve("c.other"), "not this one");

    run("*.txt", streaming);

    assertEquals(
        List.of(
            "be: 2",
            "die: 1",
            "is: 1",
            "not: 1",
            "or: 1",
            "question: 1",
            "sleep: 1",
            "that: 1",
            "the: 1",
            "to: 4"),
        OutputLines.all(output));
  }

  @Test
  void writesAnEmptyFileIfThereIsNoWord() throws Exception {
    Files.writeString(input.resolve("a.txt"), "1 + 1 = 2\n");
    run("*.txt", false);
    assertEquals(List.of(), OutputLines.all(output));
  }

  @Test
  void missingFileIsNamed() {
    PipelineExecutionException thrown =
        assertThrows(PipelineExecutionException.class, () -> run("missing.txt", false));
    assertTrue(
        String.valueOf(thrown.getCause().getMessage()).contains("missing.txt"), thrown.toString());
  }
}

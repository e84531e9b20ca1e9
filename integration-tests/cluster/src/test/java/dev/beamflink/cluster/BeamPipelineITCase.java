package dev.beamflink.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One jar of Beam pipelines in three places, with the same result. */
class BeamPipelineITCase {
  private static final String WORD_COUNT = "dev.beamflink.examples.WordCount";

  @TempDir Path directory;
  @TempDir Path output;

  @ParameterizedTest
  @EnumSource
  void batchPipelineCountsWords(Place place) throws Exception {
    Path text = Files.writeString(directory.resolve("text"), ExampleOutput.TEXT);
    place.run(
        WORD_COUNT,
        "--runner=FlinkRunner",
        "--parallelism=2",
        "--input=" + text,
        "--output=" + output.resolve("counts"));
    assertEquals(ExampleOutput.COUNTS, ExampleOutput.in(output));
  }

  @ParameterizedTest
  @EnumSource
  void streamingPipelineFindsSessions(Place place) throws Exception {
    place.run(
        "dev.beamflink.examples.UserSessions",
        "--runner=FlinkRunner",
        "--parallelism=2",
        "--streaming=true",
        "--events=1000",
        "--rate=100000",
        "--output=" + output.resolve("sessions"));
    assertEquals(ExampleOutput.sessions(20), ExampleOutput.in(output));
  }

  @Test
  void missingInputIsNamed() {
    CommandResult result =
        SharedCluster.flink()
            .execute(
                List.of(
                    "run",
                    "-c",
                    WORD_COUNT,
                    TestSettings.EXAMPLES_JAR.toString(),
                    "--runner=FlinkRunner",
                    "--input=" + directory.resolve("nowhere"),
                    "--output=" + output.resolve("counts")));
    assertNotEquals(0, result.exitCode());
    assertTrue(result.output().contains("nowhere"), result.output());
  }
}

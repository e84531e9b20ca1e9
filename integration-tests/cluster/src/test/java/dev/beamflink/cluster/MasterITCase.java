package dev.beamflink.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.cluster.job.FailingPipeline;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs that any JVM runs and that name a cluster by {@code --flinkMaster=host:port}. */
class MasterITCase {
  private static final String WORD_COUNT = "dev.beamflink.examples.WordCount";

  /** The failing pipeline, and Beam and the runner for it. */
  private static final List<Path> PIPELINE_JARS =
      List.of(TestSettings.EXAMPLES_JAR, TestSettings.JOBS_JAR);

  @TempDir Path directory;
  @TempDir Path output;

  private CommandResult countWords(String... options) throws Exception {
    Path text = Files.writeString(directory.resolve("text"), ExampleOutput.TEXT);
    List<String> all =
        new ArrayList<>(
            List.of(
                "--runner=FlinkRunner",
                "--parallelism=2",
                "--input=" + text,
                "--output=" + output.resolve("counts")));
    all.addAll(List.of(options));
    return EmbeddedFlink.run(TestSettings.EXAMPLES_JAR, WORD_COUNT, all.toArray(String[]::new));
  }

  private static String sharedCluster() {
    return "--flinkMaster=" + SharedCluster.get().address();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void runsOnTheClusterWithTheNamedJar(boolean attached) throws Exception {
    String name = "named-jar-" + attached;
    countWords(
            sharedCluster(),
            "--jobName=" + name,
            "--attachedMode=" + attached,
            "--jobCheckIntervalInSecs=1",
            "--filesToStage=" + TestSettings.EXAMPLES_JAR)
        .succeeded();
    assertEquals(ExampleOutput.COUNTS, ExampleOutput.in(output));
    assertFinished(name);
  }

  private static void assertFinished(String jobName) throws Exception {
    String jobs = SharedCluster.get().get("/jobs/overview").body();
    assertTrue(
        Pattern.compile("\"name\":\"%s\"[^}]*\"state\":\"FINISHED\"".formatted(jobName))
            .matcher(jobs)
            .find(),
        jobs);
  }

  @Test
  void runsOnTheClusterWithTheClassPath() throws Exception {
    countWords(sharedCluster()).succeeded();
    assertEquals(ExampleOutput.COUNTS, ExampleOutput.in(output));
  }

  @Test
  void allThatIsWrongIsSaidAtOnce() throws Exception {
    CommandResult result =
        countWords("--flinkMaster=127.0.0.1:1", "--savepointPath=/no/such/savepoint");
    assertNotEquals(0, result.exitCode());
    for (String problem :
        List.of(
            "cannot run for 2 reasons",
            "Option --flinkMaster is '127.0.0.1:1', which can't be reached: Connection refused.",
            "Option --savepointPath is '/no/such/savepoint', which does not exist.")) {
      assertTrue(result.output().contains(problem), result.output());
    }
    assertEquals(List.of(), ExampleOutput.in(output));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[local]", "host:port", "flink run"})
  void failureOfUserCodeReachesTheProgram(String place) {
    CommandResult result = fail(place);
    assertNotEquals(0, result.exitCode());
    for (String line :
        List.of(
            FailingPipeline.CAUGHT + "Transform '" + FailingPipeline.TRANSFORM,
            FailingPipeline.CAUSE_IS_OURS + true,
            "Refusal: " + FailingPipeline.MESSAGE)) {
      assertTrue(result.output().contains(line), result.output());
    }
  }

  private static CommandResult fail(String place) {
    String runner = "--runner=FlinkRunner";
    return switch (place) {
      case "flink run" ->
          SharedCluster.flink()
              .execute(
                  List.of(
                      "run",
                      "-C",
                      TestSettings.EXAMPLES_JAR.toUri().toString(),
                      "-c",
                      FailingPipeline.class.getName(),
                      TestSettings.JOBS_JAR.toString(),
                      runner));
      case "host:port" ->
          EmbeddedFlink.run(
              PIPELINE_JARS, FailingPipeline.class.getName(), runner, sharedCluster());
      default ->
          EmbeddedFlink.run(
              PIPELINE_JARS, FailingPipeline.class.getName(), runner, "--flinkMaster=" + place);
    };
  }
}

package dev.beamflink.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One jar of Beam pipelines in three places, with the same result. */
class BeamPipelineITCase {
  private static final Path JAR = TestSettings.EXAMPLES_JAR;

  private static LocalCluster cluster;
  private static FlinkCommand flink;

  @TempDir Path directory;

  @BeforeAll
  static void startCluster() {
    cluster = LocalCluster.named("beam-pipeline").start(2);
    flink = new FlinkCommand(cluster);
  }

  @AfterAll
  static void stopCluster() {
    cluster.close();
  }

  @Test
  void runsEmbedded() throws Exception {
    WordCountRun run = new WordCountRun(directory);
    List<String> line =
        new ArrayList<>(
            List.of(
                "@" + TestSettings.FLINK_HOME.resolve("conf/java-options"),
                "-cp",
                TestSettings.FLINK_HOME.resolve("lib") + "/*:" + JAR,
                WordCountRun.MAIN_CLASS));
    line.addAll(List.of(run.options()));
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    new Command(java, Map.of()).run(line).succeeded();
    assertEquals(WordCountRun.COUNTS, run.written());
  }

  @Test
  void runsAttached() throws Exception {
    WordCountRun run = new WordCountRun(directory);
    flink.runAttached(JAR, WordCountRun.MAIN_CLASS, run.options());
    assertEquals(WordCountRun.COUNTS, run.written());
  }

  @Test
  void runsDetached() throws Exception {
    WordCountRun run = new WordCountRun(directory);
    String job = flink.runDetached(JAR, WordCountRun.MAIN_CLASS, run.options());
    awaitStatus(job, "FINISHED");
    assertEquals(WordCountRun.COUNTS, run.written());
  }

  @Test
  void missingInputIsNamed() throws Exception {
    CommandResult result =
        flink.execute(
            List.of(
                "run",
                "-c",
                WordCountRun.MAIN_CLASS,
                JAR.toString(),
                "--runner=FlinkRunner",
                "--input=" + directory.resolve("nowhere"),
                "--output=" + directory.resolve("counts")));
    assertNotEquals(0, result.exitCode());
    assertTrue(result.output().contains("nowhere"), result.output());
  }

  private static void awaitStatus(String job, String status) throws Exception {
    Await.until("job " + job + " is " + status, () -> cluster.jobStatus(job).equals(status));
  }
}

package dev.beamflink.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.cluster.job.CountJob;
import dev.beamflink.cluster.job.CountingFunction;
import dev.beamflink.cluster.job.FailingJob;
import dev.beamflink.cluster.job.SumJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code scripts/flink} with plain Flink jobs on a cluster of two TaskManagers. */
class FlinkCommandITCase {
  private static final Path JAR = TestSettings.JOBS_JAR;

  private final LocalCluster cluster = SharedCluster.get();
  private final FlinkCommand flink = SharedCluster.flink();

  @TempDir Path directory;

  @Test
  void attachedRunReturnsWhenTheResultIsThere() throws Exception {
    Path output = directory.resolve("sums");
    flink.runAttached(JAR, SumJob.class.getName(), output.toString());
    assertEquals(Set.of(SumJob.ODD_SUM, SumJob.EVEN_SUM), SumFiles.read(output));
  }

  @Test
  void detachedRunGivesTheSameResult() throws Exception {
    Path output = directory.resolve("sums");
    String job = flink.runDetached(JAR, SumJob.class.getName(), output.toString());
    cluster.awaitStatus(job, "FINISHED");
    assertEquals(Set.of(SumJob.ODD_SUM, SumJob.EVEN_SUM), SumFiles.read(output));
  }

  @Test
  void runOfAFailingJobTellsTheCause() {
    CommandResult result =
        flink.execute(List.of("run", "-c", FailingJob.class.getName(), JAR.toString()));
    assertNotEquals(0, result.exitCode());
    assertTrue(result.output().contains(FailingJob.MESSAGE), result.output());
  }

  @Test
  void runningJobIsListedUntilItIsCanceled() throws Exception {
    String job = flink.runDetached(JAR, CountJob.class.getName(), directory.toString());
    cluster.awaitStatus(job, "RUNNING");
    assertTrue(flink.list().contains(job));
    flink.cancel(job);
    cluster.awaitStatus(job, "CANCELED");
    assertFalse(flink.list().contains(job));
  }

  @Test
  void jobResumesFromSavepointOfARunningAndOfAStoppedJob() throws Exception {
    String first = flink.runDetached(JAR, CountJob.class.getName(), directory.toString());
    awaitFile(CountingFunction.COUNT_FILE);
    long counted = read(CountingFunction.COUNT_FILE);

    String savepoint = flink.savepoint(first);
    assertEquals("RUNNING", cluster.jobStatus(first));
    flink.cancel(first);
    cluster.awaitStatus(first, "CANCELED");

    String second = flink.resume(savepoint, JAR, CountJob.class.getName(), directory.toString());
    awaitFile(CountingFunction.RESTORED_FILE);
    long restored = takeFile(CountingFunction.RESTORED_FILE);
    assertTrue(restored >= counted, () -> restored + " restored, but " + counted + " counted");

    String lastState = flink.stop(second);
    cluster.awaitStatus(second, "FINISHED");
    String third = flink.resume(lastState, JAR, CountJob.class.getName(), directory.toString());
    awaitFile(CountingFunction.RESTORED_FILE);
    assertTrue(takeFile(CountingFunction.RESTORED_FILE) >= restored);
    flink.cancel(third);
    cluster.awaitStatus(third, "CANCELED");
  }

  @Test
  void resumeFromAMissingSavepointFails() {
    CommandResult result =
        flink.execute(
            List.of(
                "run",
                "-s",
                directory.resolve("nowhere").toString(),
                "-c",
                CountJob.class.getName(),
                JAR.toString(),
                directory.toString()));
    assertNotEquals(0, result.exitCode());
    assertTrue(result.output().contains("nowhere"), result.output());
  }

  private void awaitFile(String name) throws Exception {
    Await.until("the job wrote " + name, () -> Files.exists(directory.resolve(name)));
  }

  private long read(String name) throws IOException {
    return Long.parseLong(Files.readString(directory.resolve(name)));
  }

  private long takeFile(String name) throws IOException {
    long content = read(name);
    Files.delete(directory.resolve(name));
    return content;
  }
}

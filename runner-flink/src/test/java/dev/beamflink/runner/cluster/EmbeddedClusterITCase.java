package dev.beamflink.runner.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.model.problem.InvalidPipelineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.beam.sdk.Pipeline.PipelineExecutionException;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.PipelineResult.State;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.collect.Sets;
import org.joda.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pipelines on a Flink in this JVM. */
class EmbeddedClusterITCase {

  private static final long TIME_LIMIT_MILLIS = 10_000; // 10 s

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"[auto]", "[local]", "[collection]"})
  void runsToTheEnd(String master) {
    PipelineResult result = SmallPipelines.count("--flinkMaster=" + master);
    assertEquals(State.DONE, result.waitUntilFinish());
    assertEquals(State.DONE, result.getState());
    assertEquals(10, SmallPipelines.counted(result));
  }

  @Test
  void failureHasTheUsersExceptionAndKeepsMetrics() {
    PipelineResult result = SmallPipelines.fail("--streaming");
    PipelineExecutionException thrown =
        assertThrows(PipelineExecutionException.class, result::waitUntilFinish);
    assertInstanceOf(SmallPipelines.UserException.class, thrown.getCause());
    assertTrue(
        String.valueOf(thrown.getMessage()).startsWith("Transform 'Broken/"), thrown.getMessage());
    assertEquals(State.FAILED, result.getState());
    assertEquals(10, SmallPipelines.counted(result));
    assertThrows(UnsupportedOperationException.class, () -> SmallPipelines.committed(result));
  }

  @Test
  void cancelEndsTheJob() throws IOException {
    PipelineResult result = SmallPipelines.block("--streaming");
    assertEquals(State.RUNNING, result.getState());
    assertNull(result.waitUntilFinish(Duration.millis(1)));
    result.cancel();
    assertEquals(State.CANCELLED, result.waitUntilFinish());
    assertEquals(State.CANCELLED, result.cancel());
  }

  @Test
  void askingKnowsTheEndToo() {
    PipelineResult result =
        SmallPipelines.count("--attachedMode=false", "--jobCheckIntervalInSecs=1");
    assertEquals(State.DONE, result.waitUntilFinish());
    assertEquals(10, SmallPipelines.counted(result));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void metricsAreLive(boolean attached) throws Exception {
    // TaskManagers send metrics with their heartbeats.
    Files.writeString(directory.resolve("config.yaml"), "heartbeat.interval: 200");
    LiveMetrics.rise(
        SmallPipelines.countOn(
            "--flinkConfDir=" + directory,
            "--attachedMode=" + attached,
            "--jobCheckIntervalInSecs=1"));
  }

  @Test
  void metricsOfASuccessAreCommitted() {
    PipelineResult result = SmallPipelines.count();
    result.waitUntilFinish();
    assertEquals(10, SmallPipelines.committed(result));
  }

  @Test
  void metricsCanBeLeftOut() {
    PipelineResult result = SmallPipelines.count("--disableMetrics");
    assertEquals(State.DONE, result.waitUntilFinish());
    assertEquals(0, SmallPipelines.counted(result));
  }

  @Test
  void slotsAreEnoughWhateverTheConfigurationSays() throws IOException {
    Files.writeString(
        directory.resolve("config.yaml"),
        """
        taskmanager.numberOfTaskSlots: 1
        taskmanager.memory.network.min: 16mb
        taskmanager.memory.network.max: 32mb
        """);
    PipelineResult result = SmallPipelines.count("--flinkConfDir=" + directory, "--parallelism=3");
    assertEquals(State.DONE, result.waitUntilFinish());
  }

  @Test
  void nothingOfTheClusterOutlivesTheJob() throws InterruptedException {
    Set<Thread> before = flinkThreads();
    SmallPipelines.count().waitUntilFinish();
    for (Thread left : Sets.difference(flinkThreads(), before)) {
      left.join(TIME_LIMIT_MILLIS);
      assertFalse(left.isAlive(), left.getName());
    }
  }

  private static Set<Thread> flinkThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().toLowerCase(Locale.ROOT).contains("flink"))
        .collect(Collectors.toSet());
  }

  @Test
  void allThatIsWrongIsRefusedAtOnce() {
    InvalidPipelineException refused =
        assertThrows(
            InvalidPipelineException.class,
            () ->
                SmallPipelines.count(
                    "--parallelism=-5", "--stateBackend=tape", "--savepointPath=/no/such/one"));
    assertEquals(3, refused.problems().size(), refused.getMessage());
  }
}

package dev.beamflink.runner.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.beam.runners.flink.Measurements;
import org.apache.beam.runners.flink.Measurements.Kind;
import org.apache.beam.sdk.Pipeline.PipelineExecutionException;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.PipelineResult.State;
import org.apache.beam.sdk.metrics.DistributionResult;
import org.apache.beam.sdk.metrics.MetricQueryResults;
import org.joda.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pipelines on a cluster behind host:port, with the jars of the class path. */
class RemoteClusterITCase {

  private static RestCluster cluster;
  private static String master;

  @BeforeAll
  static void start() throws Exception {
    cluster = RestCluster.started();
    master = "--flinkMaster=" + cluster.address();
  }

  @AfterAll
  static void stop() throws Exception {
    cluster.close();
  }

  @Test
  void runsToTheEndWithTheClassPath() {
    PipelineResult result = SmallPipelines.count(master);
    assertEquals(State.DONE, result.waitUntilFinish());
    assertEquals(10, SmallPipelines.counted(result));
  }

  @Test
  void failureHasTheUsersExceptionAndKeepsMetrics() {
    PipelineResult result = SmallPipelines.fail(master);
    PipelineExecutionException thrown =
        assertThrows(PipelineExecutionException.class, result::waitUntilFinish);
    assertInstanceOf(SmallPipelines.UserException.class, thrown.getCause());
    assertTrue(
        String.valueOf(thrown.getMessage()).startsWith("Transform 'Broken/"), thrown.getMessage());
    assertEquals(10, SmallPipelines.counted(result));
  }

  @Test
  void askingFindsFailureAndMetrics() {
    PipelineResult result =
        SmallPipelines.fail(master, "--attachedMode=false", "--jobCheckIntervalInSecs=1");
    PipelineExecutionException thrown =
        assertThrows(PipelineExecutionException.class, result::waitUntilFinish);
    assertInstanceOf(SmallPipelines.UserException.class, thrown.getCause());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void metricsAreLive(boolean attached) throws Exception {
    LiveMetrics.rise(
        SmallPipelines.countOn(master, "--attachedMode=" + attached, "--jobCheckIntervalInSecs=1"));
  }

  /** What is committed when a job stops is what the next job need not do again. */
  @Test
  void committedMetricsOfEveryKindEndAtTheSavepoint(@TempDir Path directory) throws Exception {
    PipelineResult stopped = SmallPipelines.measureOn(master, "--checkpointingInterval=100");
    MetricQueryResults running =
        Measurements.await(stopped, "Measure", metrics -> Measurements.committed(metrics) > 10);
    Measurements.checkUpTo(Measurements.committed(running), running, Kind.COMMITTED);
    String savepoint = cluster.stopWithSavepoint(directory);
    assertEquals(State.DONE, stopped.waitUntilFinish());
    MetricQueryResults atEnd = Measurements.step(stopped, "Measure");
    long end = Measurements.committed(atEnd);
    Measurements.checkUpTo(end, atEnd, Kind.COMMITTED);
    Measurements.checkUpTo(end, atEnd, Kind.ATTEMPTED);

    PipelineResult next =
        SmallPipelines.measureOn(
            master, "--checkpointingInterval=100", "--savepointPath=" + savepoint);
    MetricQueryResults resumed =
        Measurements.await(next, "Measure", metrics -> Measurements.committed(metrics) > 0);
    DistributionResult numbers = resumed.getDistributions().iterator().next().getCommitted();
    assertEquals(end, numbers.getMin());
    next.cancel();
    assertEquals(State.CANCELLED, next.waitUntilFinish());
  }

  @Test
  void askingWaitsNoLongerThanItMay() throws IOException {
    PipelineResult result = SmallPipelines.block(master, "--streaming", "--attachedMode=false");
    assertNull(result.waitUntilFinish(Duration.millis(10)));
    result.cancel();
    assertEquals(State.CANCELLED, result.waitUntilFinish());
  }

  @Test
  void cancelEndsTheJob() throws IOException {
    PipelineResult result = SmallPipelines.block(master, "--streaming");
    result.cancel();
    assertEquals(State.CANCELLED, result.waitUntilFinish());
  }
}

package dev.beamflink.runner.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.beamflink.model.problem.InvalidPipelineException;
import java.util.List;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.PipelineResult.State;
import org.apache.flink.client.program.StreamContextEnvironment;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.DefaultExecutorServiceLoader;
import org.joda.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Pipelines of programs that Flink's command line calls. */
class SurroundingClusterITCase {

  private static RestCluster cluster;

  @BeforeAll
  static void start() throws Exception {
    cluster = RestCluster.started();
  }

  @AfterAll
  static void stop() throws Exception {
    cluster.close();
  }

  @AfterEach
  void leaveContext() {
    StreamContextEnvironment.unsetAsContext();
  }

  /** What the command line sets up around a program. */
  private static Configuration context(boolean attached) throws Exception {
    MasterAddress address = MasterAddress.parse(cluster.address()).orElseThrow();
    Configuration configuration = new Configuration();
    configuration.set(DeploymentOptions.TARGET, "remote");
    configuration.set(DeploymentOptions.ATTACHED, attached);
    configuration.set(RestOptions.ADDRESS, address.host());
    configuration.set(RestOptions.PORT, address.port());
    return configuration;
  }

  private static void enter(Configuration context) {
    StreamContextEnvironment.setAsContext(
        new DefaultExecutorServiceLoader(),
        context,
        Thread.currentThread().getContextClassLoader(),
        Integer.MAX_VALUE,
        Integer.MAX_VALUE,
        true,
        null,
        null,
        List.of());
  }

  @Test
  void attachedRunWaits() throws Exception {
    enter(context(true));
    PipelineResult result = SmallPipelines.count();
    assertEquals(State.DONE, result.waitUntilFinish());
    assertEquals(10, SmallPipelines.counted(result));
  }

  @Test
  void detachedRunDoesNotWait() throws Exception {
    enter(context(false));
    PipelineResult result = SmallPipelines.block("--streaming");
    assertEquals(State.RUNNING, result.waitUntilFinish());
    assertEquals(State.RUNNING, result.waitUntilFinish(Duration.standardMinutes(1)));
    result.cancel();
  }

  @Test
  void localStaysInThisJvm() throws Exception {
    enter(context(false));
    PipelineResult result = SmallPipelines.count("--flinkMaster=[local]");
    assertEquals(State.DONE, result.waitUntilFinish());
  }

  @Test
  void twoSavepointsAreRefused() throws Exception {
    Configuration context = context(true);
    context.set(StateRecoveryOptions.SAVEPOINT_PATH, "/savepoints/a");
    enter(context);
    InvalidPipelineException refused =
        assertThrows(
            InvalidPipelineException.class,
            () -> SmallPipelines.count("--savepointPath=/savepoints/b"));
    assertEquals(
        "Option --savepointPath is '/savepoints/b', but 'flink run -s' says '/savepoints/a'."
            + " Leave one of the two out.",
        refused.getMessage());
  }
}

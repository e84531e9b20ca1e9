package dev.beamflink.runner.cluster;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.collect.MoreCollectors;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.CheckpointStatsSnapshot;
import org.apache.flink.runtime.client.JobStatusMessage;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;

/** A cluster that jobs reach through its REST interface only, as they would a remote one. */
public final class RestCluster implements AutoCloseable {

  /** TaskManagers send metrics with their heartbeats; Flink's default is 10 s. */
  private static final Duration HEARTBEATS = Duration.ofMillis(200);

  private final MiniCluster cluster;

  private RestCluster(MiniCluster cluster) {
    this.cluster = cluster;
  }

  /** One with two slots. */
  public static RestCluster started() throws Exception {
    return started(2);
  }

  static RestCluster started(int slots) throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(RestOptions.BIND_PORT, "0");
    configuration.set(HeartbeatManagerOptions.HEARTBEAT_INTERVAL, HEARTBEATS);
    MiniCluster cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumSlotsPerTaskManager(slots)
                .build());
    cluster.start();
    return new RestCluster(cluster);
  }

  /** Host and port of the REST interface. */
  public String address() throws Exception {
    URI rest = cluster.getRestAddress().get();
    return rest.getHost() + ":" + rest.getPort();
  }

  /**
   * How many checkpoints of its only running job are complete: from the first on, all tasks run.
   */
  long completedCheckpoints() throws Exception {
    AccessExecutionGraph graph = cluster.getExecutionGraph(runningJob()).get();
    CheckpointStatsSnapshot statistics = graph.getCheckpointStatsSnapshot();
    return statistics == null ? 0 : statistics.getCounts().getNumberOfCompletedCheckpoints();
  }

  /** Stops its only running job and returns where the savepoint is. */
  String stopWithSavepoint(Path directory) throws Exception {
    return cluster
        .stopWithSavepoint(runningJob(), directory.toString(), false, SavepointFormatType.CANONICAL)
        .get();
  }

  private JobID runningJob() throws Exception {
    return cluster.listJobs().get().stream()
        .filter(job -> !job.getJobState().isGloballyTerminalState())
        .map(JobStatusMessage::getJobId)
        .collect(MoreCollectors.onlyElement());
  }

  @Override
  public void close() throws Exception {
    cluster.close();
  }
}

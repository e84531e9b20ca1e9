package dev.beamflink.runner.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.client.JobStatusMessage;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;

/** A cluster that jobs reach through its REST interface only, as they would a remote one. */
final class RestCluster implements AutoCloseable {

  /** TaskManagers send metrics with their heartbeats; Flink's default is 10 s. */
  private static final Duration HEARTBEATS = Duration.ofMillis(200);

  private final MiniCluster cluster;

  private RestCluster(MiniCluster cluster) {
    this.cluster = cluster;
  }

  static RestCluster started() throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(RestOptions.BIND_PORT, "0");
    configuration.set(HeartbeatManagerOptions.HEARTBEAT_INTERVAL, HEARTBEATS);
    MiniCluster cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumSlotsPerTaskManager(2)
                .build());
    cluster.start();
    return new RestCluster(cluster);
  }

  /** Host and port of the REST interface. */
  String address() throws Exception {
    URI rest = cluster.getRestAddress().get();
    return rest.getHost() + ":" + rest.getPort();
  }

  /**
   * Stops the only job that runs.
   *
   * @return the path of its savepoint
   */
  String stopWithSavepoint(Path directory) throws Exception {
    List<JobID> running =
        cluster.listJobs().get().stream()
            .filter(job -> job.getJobState() == JobStatus.RUNNING)
            .map(JobStatusMessage::getJobId)
            .toList();
    assertEquals(1, running.size());
    return cluster
        .stopWithSavepoint(
            running.get(0), directory.toString(), false, SavepointFormatType.CANONICAL)
        .get();
  }

  @Override
  public void close() throws Exception {
    cluster.close();
  }
}

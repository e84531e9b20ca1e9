package dev.beamflink.runner.cluster;

import java.net.URI;
import java.time.Duration;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.RestOptions;
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

  @Override
  public void close() throws Exception {
    cluster.close();
  }
}

package dev.beamflink.runner.cluster;

import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;

/** Sizes an embedded cluster so that its one job fits, whatever Flink's configuration says. */
final class EmbeddedClusterSize {

  // Flink's own sizes for local runs, 64 and 128 MiB for all slots together, are enough for few.
  private static final MemorySize LEAST_NETWORK = MemorySize.ofMebiBytes(128);
  private static final MemorySize NETWORK_PER_SLOT = MemorySize.ofMebiBytes(8);
  private static final MemorySize LEAST_MANAGED = MemorySize.ofMebiBytes(128);
  private static final MemorySize MANAGED_PER_SLOT = MemorySize.ofMebiBytes(32);

  private EmbeddedClusterSize() {}

  /**
   * One TaskManager with a slot for every subtask of the widest vertex.
   *
   * @param parallelism of that vertex
   */
  static MiniClusterConfiguration of(Configuration configured, int parallelism) {
    int slots = Math.max(1, parallelism);
    Configuration configuration = new Configuration(configured);
    if (!configuration.contains(RestOptions.BIND_PORT)) {
      configuration.set(RestOptions.BIND_PORT, "0");
    }
    MemorySize network =
        configuration
            .getOptional(TaskManagerOptions.NETWORK_MEMORY_MAX)
            .orElseGet(() -> larger(LEAST_NETWORK, NETWORK_PER_SLOT.multiply(slots)));
    // A local TaskManager takes no range.
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, network);
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, network);
    if (!configuration.contains(TaskManagerOptions.MANAGED_MEMORY_SIZE)) {
      configuration.set(
          TaskManagerOptions.MANAGED_MEMORY_SIZE,
          larger(LEAST_MANAGED, MANAGED_PER_SLOT.multiply(slots)));
    }
    return new MiniClusterConfiguration.Builder()
        .setConfiguration(configuration)
        .setNumTaskManagers(1)
        .setNumSlotsPerTaskManager(slots)
        .build();
  }

  private static MemorySize larger(MemorySize one, MemorySize other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}

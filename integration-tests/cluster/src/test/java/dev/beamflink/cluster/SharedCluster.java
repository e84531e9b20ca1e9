package dev.beamflink.cluster;

/**
 * The cluster of those test classes that need no cluster of their own: two TaskManagers with two
 * slots each. Started for the first class that asks, stopped when the JVM ends. A test ends the
 * jobs that it submits, and leaves the processes alone.
 */
final class SharedCluster {
  private static final LocalCluster CLUSTER = LocalCluster.named("shared").start(2);

  static LocalCluster get() {
    return CLUSTER;
  }

  /** The {@code flink} command against this cluster. */
  static FlinkCommand flink() {
    return new FlinkCommand(CLUSTER);
  }

  private SharedCluster() {}
}

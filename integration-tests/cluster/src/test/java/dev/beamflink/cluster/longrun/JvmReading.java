package dev.beamflink.cluster.longrun;

import java.io.IOException;

/**
 * What a JVM holds on to, right after a garbage collection.
 *
 * @param heapBytes of live objects
 * @param metaspaceBytes of classes
 * @param classes loaded
 * @param jobClassLoaders that are alive: Flink makes one for each job that a process works for,
 *     again after each failure
 */
record JvmReading(long heapBytes, long metaspaceBytes, long classes, long jobClassLoaders) {

  /** Reads a process of this machine. */
  static JvmReading of(ProcessHandle process) throws IOException {
    try (JvmProbe probe = JvmProbe.of(process)) {
      return probe.read();
    }
  }
}

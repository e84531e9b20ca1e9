package dev.beamflink.conformance.fault;

import org.apache.flink.api.connector.source.SourceOutput;
import org.jspecify.annotations.Nullable;

/**
 * An element that a reader has read and not yet passed on.
 *
 * @param timestamp of Flink, null if it has none
 */
record KeptElement<T>(T element, @Nullable Long timestamp) {

  void passOn(SourceOutput<T> output) {
    if (timestamp == null) {
      output.collect(element);
    } else {
      output.collect(element, timestamp);
    }
  }

  /**
   * Where it was kept.
   *
   * @param checkpointId with the position behind the element
   */
  record Place(long checkpointId, int source, int subtask) {}
}

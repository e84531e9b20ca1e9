package dev.beamflink.translation.runtime.source;

import java.util.List;
import org.apache.flink.api.connector.source.SourceSplit;

/**
 * What an enumerator keeps in checkpoints.
 *
 * @param split whether the source has been split; it is split once in the life of a job, and a
 *     split that is neither here nor in a reader's state has been read
 * @param unassigned splits that no reader has got yet
 */
record EnumeratorState<SplitT extends SourceSplit>(boolean split, List<SplitT> unassigned) {

  EnumeratorState {
    unassigned = List.copyOf(unassigned);
    if (!split && !unassigned.isEmpty()) {
      throw new IllegalArgumentException("Splits of a source that has not been split");
    }
  }

  /** The state of a job that starts. */
  static <SplitT extends SourceSplit> EnumeratorState<SplitT> initial() {
    return new EnumeratorState<>(false, List.of());
  }
}

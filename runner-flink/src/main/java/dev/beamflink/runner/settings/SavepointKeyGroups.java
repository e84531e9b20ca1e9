package dev.beamflink.runner.settings;

import dev.beamflink.runner.savepoint.SavepointMetadata;
import java.io.IOException;
import java.util.OptionalInt;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many key groups the state in a savepoint has: a job that starts from it must have as many,
 * which is its maximum parallelism. Used in the client.
 */
public final class SavepointKeyGroups {

  private static final Logger LOG = LoggerFactory.getLogger(SavepointKeyGroups.class);

  private SavepointKeyGroups() {}

  /**
   * Reads them from the savepoint.
   *
   * @param savepoint directory of a savepoint or retained checkpoint, or its metadata file
   * @return nothing if it can't be read from here; the cluster may be able to
   */
  public static OptionalInt in(String savepoint) {
    try {
      return in(SavepointMetadata.read(savepoint));
    } catch (IOException | RuntimeException e) {
      LOG.info(
          "The maximum parallelism in savepoint {} can't be read from here ({}). If it is not the"
              + " default, set --maxParallelism.",
          savepoint,
          e.toString());
      return OptionalInt.empty();
    }
  }

  private static OptionalInt in(CheckpointMetadata metadata) {
    return metadata.getOperatorStates().stream().mapToInt(OperatorState::getMaxParallelism).max();
  }
}

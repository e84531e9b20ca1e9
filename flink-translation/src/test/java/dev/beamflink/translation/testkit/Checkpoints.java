package dev.beamflink.translation.testkit;

import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.SavepointType;
import org.apache.flink.runtime.state.SharedStateRegistry;
import org.apache.flink.runtime.state.SharedStateRegistryImpl;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;

/**
 * What a JobManager does about the checkpoints of an operator under test: numbers them, and knows
 * the files that a checkpoint shares with those before it.
 */
public final class Checkpoints {

  private final SharedStateRegistry shared = new SharedStateRegistryImpl();
  private long last;

  /** Begins the next checkpoint, of which each subtask takes its part. */
  public void begin() {
    last++;
  }

  /** A subtask's part of the current checkpoint. */
  public OperatorSubtaskState take(AbstractStreamOperatorTestHarness<?> subtask) throws Exception {
    subtask.prepareSnapshotPreBarrier(last);
    OperatorSubtaskState state = subtask.snapshot(last, last);
    state.registerSharedStates(shared, last);
    return state;
  }

  /** The same as a savepoint in the format that several backends can read. */
  public OperatorSubtaskState takeCanonical(AbstractStreamOperatorTestHarness<?> subtask)
      throws Exception {
    subtask.prepareSnapshotPreBarrier(last);
    return subtask
        .snapshotWithLocalState(last, last, SavepointType.savepoint(SavepointFormatType.CANONICAL))
        .getJobManagerOwnedState();
  }
}

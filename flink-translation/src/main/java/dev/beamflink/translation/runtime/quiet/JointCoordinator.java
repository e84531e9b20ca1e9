package dev.beamflink.translation.runtime.quiet;

import java.util.concurrent.CompletableFuture;
import org.apache.flink.runtime.operators.coordination.OperatorCoordinator;
import org.apache.flink.runtime.operators.coordination.OperatorEvent;
import org.jspecify.annotations.Nullable;

/**
 * The one coordinator that Flink allows an operator, where it needs two: a {@link
 * QuietCoordinator}, which keeps nothing in checkpoints, and another.
 *
 * <p>Lives in the JobManager, called by the JobMaster's main thread only.
 */
public final class JointCoordinator implements OperatorCoordinator {

  private final OperatorCoordinator quiet;
  private final OperatorCoordinator other;

  /**
   * @param quiet hears of quiet subtasks
   * @param other hears of everything else
   */
  public JointCoordinator(OperatorCoordinator quiet, OperatorCoordinator other) {
    this.quiet = quiet;
    this.other = other;
  }

  @Override
  public void start() throws Exception {
    quiet.start();
    other.start();
  }

  @Override
  public void close() throws Exception {
    quiet.close();
    other.close();
  }

  @Override
  public void handleEventFromOperator(int subtask, int attemptNumber, OperatorEvent event)
      throws Exception {
    if (event instanceof QuietEvent) {
      quiet.handleEventFromOperator(subtask, attemptNumber, event);
    } else {
      other.handleEventFromOperator(subtask, attemptNumber, event);
    }
  }

  @Override
  public void checkpointCoordinator(long checkpointId, CompletableFuture<byte[]> result)
      throws Exception {
    other.checkpointCoordinator(checkpointId, result);
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) {
    other.notifyCheckpointComplete(checkpointId);
  }

  @Override
  public void notifyCheckpointAborted(long checkpointId) {
    other.notifyCheckpointAborted(checkpointId);
  }

  @Override
  public void resetToCheckpoint(long checkpointId, byte @Nullable [] checkpointData)
      throws Exception {
    quiet.resetToCheckpoint(checkpointId, checkpointData);
    other.resetToCheckpoint(checkpointId, checkpointData);
  }

  @Override
  public void subtaskReset(int subtask, long checkpointId) {
    quiet.subtaskReset(subtask, checkpointId);
    other.subtaskReset(subtask, checkpointId);
  }

  @Override
  public void executionAttemptFailed(int subtask, int attemptNumber, @Nullable Throwable reason) {
    quiet.executionAttemptFailed(subtask, attemptNumber, reason);
    other.executionAttemptFailed(subtask, attemptNumber, reason);
  }

  @Override
  public void executionAttemptReady(int subtask, int attemptNumber, SubtaskGateway gateway) {
    quiet.executionAttemptReady(subtask, attemptNumber, gateway);
    other.executionAttemptReady(subtask, attemptNumber, gateway);
  }
}

package dev.beamflink.translation.runtime.sideinput;

import java.util.concurrent.CompletableFuture;
import org.apache.flink.runtime.operators.coordination.OperatorCoordinator;
import org.apache.flink.runtime.operators.coordination.OperatorEvent;
import org.jspecify.annotations.Nullable;

/**
 * The one coordinator that Flink allows an operator, where it needs two: a {@link
 * WatermarkAgreement}, which keeps nothing in checkpoints, and another.
 *
 * <p>Lives in the JobManager, called by the JobMaster's main thread only.
 */
final class JointCoordinator implements OperatorCoordinator {

  private final WatermarkAgreement agreement;
  private final OperatorCoordinator other;

  JointCoordinator(WatermarkAgreement agreement, OperatorCoordinator other) {
    this.agreement = agreement;
    this.other = other;
  }

  @Override
  public void start() throws Exception {
    agreement.start();
    other.start();
  }

  @Override
  public void close() throws Exception {
    agreement.close();
    other.close();
  }

  @Override
  public void handleEventFromOperator(int subtask, int attemptNumber, OperatorEvent event)
      throws Exception {
    if (event instanceof WatermarkReachedEvent) {
      agreement.handleEventFromOperator(subtask, attemptNumber, event);
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
    agreement.resetToCheckpoint(checkpointId, checkpointData);
    other.resetToCheckpoint(checkpointId, checkpointData);
  }

  @Override
  public void subtaskReset(int subtask, long checkpointId) {
    agreement.subtaskReset(subtask, checkpointId);
    other.subtaskReset(subtask, checkpointId);
  }

  @Override
  public void executionAttemptFailed(int subtask, int attemptNumber, @Nullable Throwable reason) {
    agreement.executionAttemptFailed(subtask, attemptNumber, reason);
    other.executionAttemptFailed(subtask, attemptNumber, reason);
  }

  @Override
  public void executionAttemptReady(int subtask, int attemptNumber, SubtaskGateway gateway) {
    agreement.executionAttemptReady(subtask, attemptNumber, gateway);
    other.executionAttemptReady(subtask, attemptNumber, gateway);
  }
}

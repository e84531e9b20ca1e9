package dev.beamflink.translation.runtime.quiet;

import java.util.concurrent.CompletableFuture;
import org.apache.flink.runtime.operators.coordination.OperatorCoordinator;
import org.apache.flink.runtime.operators.coordination.OperatorEvent;
import org.jspecify.annotations.Nullable;

/**
 * The one coordinator that Flink allows an operator, where it needs two: one that hears of one kind
 * of event and has no part in checkpoints, and another for the rest.
 *
 * <p>Lives in the JobManager, called by the JobMaster's main thread only.
 */
public final class JointCoordinator implements OperatorCoordinator {

  private final Class<? extends OperatorEvent> eventsOfFirst;
  private final OperatorCoordinator first;
  private final OperatorCoordinator other;

  /**
   * @param eventsOfFirst what {@code first} hears of
   * @param other hears of everything else, and takes part in checkpoints
   */
  public JointCoordinator(
      Class<? extends OperatorEvent> eventsOfFirst,
      OperatorCoordinator first,
      OperatorCoordinator other) {
    this.eventsOfFirst = eventsOfFirst;
    this.first = first;
    this.other = other;
  }

  @Override
  public void start() throws Exception {
    first.start();
    other.start();
  }

  @Override
  public void close() throws Exception {
    first.close();
    other.close();
  }

  @Override
  public void handleEventFromOperator(int subtask, int attemptNumber, OperatorEvent event)
      throws Exception {
    if (eventsOfFirst.isInstance(event)) {
      first.handleEventFromOperator(subtask, attemptNumber, event);
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
    first.resetToCheckpoint(checkpointId, checkpointData);
    other.resetToCheckpoint(checkpointId, checkpointData);
  }

  @Override
  public void subtaskReset(int subtask, long checkpointId) {
    first.subtaskReset(subtask, checkpointId);
    other.subtaskReset(subtask, checkpointId);
  }

  @Override
  public void executionAttemptFailed(int subtask, int attemptNumber, @Nullable Throwable reason) {
    first.executionAttemptFailed(subtask, attemptNumber, reason);
    other.executionAttemptFailed(subtask, attemptNumber, reason);
  }

  @Override
  public void executionAttemptReady(int subtask, int attemptNumber, SubtaskGateway gateway) {
    first.executionAttemptReady(subtask, attemptNumber, gateway);
    other.executionAttemptReady(subtask, attemptNumber, gateway);
  }
}

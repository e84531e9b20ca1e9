package dev.beamflink.translation.runtime.sideinput;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.runtime.operators.coordination.OperatorCoordinator;
import org.apache.flink.runtime.operators.coordination.OperatorEvent;
import org.jspecify.annotations.Nullable;

/**
 * Finds the watermark that the main inputs of all subtasks of an operator have reached, and tells
 * them. Up to there they forget windows of their side inputs.
 *
 * <p>A subtask alone must not: after a restore at another parallelism it may get the blocks of a
 * subtask that was further on, and the waiting elements of one that was not.
 *
 * <p>That an agreement never counts in a checkpoint which holds an older state of any subtask is
 * Flink's doing: an event that is sent while a checkpoint is taken reaches a subtask after its part
 * of the checkpoint.
 *
 * <p>Lives in the JobManager, called by the JobMaster's main thread only, never blocks. Keeps no
 * state in checkpoints: after a restore subtasks report again.
 */
final class WatermarkAgreement implements OperatorCoordinator {

  private static final byte[] NO_STATE = new byte[0];

  private final Context context;
  private final Map<Integer, Long> reached = new HashMap<>();
  private final Map<Integer, SubtaskGateway> gateways = new HashMap<>();
  private long agreed = Long.MIN_VALUE;

  WatermarkAgreement(Context context) {
    this.context = context;
  }

  @Override
  public void handleEventFromOperator(int subtask, int attemptNumber, OperatorEvent event) {
    if (!(event instanceof WatermarkReachedEvent report)) {
      throw new IllegalStateException(
          "Operator %s sent %s, expected the watermark of its main input. This is a bug of the runner, please report it."
              .formatted(context.getOperatorId(), event));
    }
    reached.put(subtask, report.watermark());
    if (reached.size() == context.currentParallelism()) {
      long all = Collections.min(reached.values());
      if (all > agreed) {
        agreed = all;
        gateways.values().forEach(this::tell);
      }
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // may get lost with the task
  private void tell(SubtaskGateway subtask) {
    subtask.sendEvent(new WatermarkAgreedEvent(agreed));
  }

  @Override
  public void executionAttemptReady(int subtask, int attemptNumber, SubtaskGateway gateway) {
    gateways.put(subtask, gateway);
  }

  @Override
  public void executionAttemptFailed(int subtask, int attemptNumber, @Nullable Throwable reason) {
    forget(subtask);
  }

  @Override
  public void subtaskReset(int subtask, long checkpointId) {
    forget(subtask);
  }

  private void forget(int subtask) {
    reached.remove(subtask);
    gateways.remove(subtask);
    agreed = Long.MIN_VALUE;
  }

  @Override
  public void resetToCheckpoint(long checkpointId, byte @Nullable [] checkpointData) {
    reached.clear();
    gateways.clear();
    agreed = Long.MIN_VALUE;
  }

  @Override
  public void checkpointCoordinator(long checkpointId, CompletableFuture<byte[]> result) {
    result.complete(NO_STATE);
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) {}

  @Override
  public void start() {}

  @Override
  public void close() {}
}

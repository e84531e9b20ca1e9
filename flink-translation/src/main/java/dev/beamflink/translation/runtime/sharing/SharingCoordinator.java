package dev.beamflink.translation.runtime.sharing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.runtime.operators.coordination.OperatorCoordinator;
import org.apache.flink.runtime.operators.coordination.OperatorEvent;
import org.jspecify.annotations.Nullable;

/**
 * Asks busy subtasks to split when others have nothing left, and hands over what they offer, in
 * STREAMING. See the package for the protocol and why it is safe.
 *
 * <p>Lives in the JobManager, called by the JobMaster's main thread only, never blocks. Keeps no
 * state in checkpoints. Exchanges join all subtasks in one failover region, so when one fails all
 * start again, and everything is forgotten.
 */
final class SharingCoordinator implements OperatorCoordinator {

  private static final byte[] NO_STATE = new byte[0];

  private final Context context;
  private final SharingSubtasks subtasks;
  private final List<CompletableFuture<byte[]>> waitingCheckpoints = new ArrayList<>();

  SharingCoordinator(Context context) {
    this.context = context;
    this.subtasks = new SharingSubtasks(context::currentParallelism);
  }

  @Override
  public void executionAttemptReady(int subtask, int attemptNumber, SubtaskGateway gateway) {
    subtasks.ready(subtask, attemptNumber, gateway);
    moveOn();
  }

  @Override
  public void handleEventFromOperator(int subtask, int attemptNumber, OperatorEvent event) {
    SharingSubtask sender = subtasks.attempt(subtask, attemptNumber);
    if (sender == null) {
      return; // it has been replaced
    }
    if (event instanceof ProgressEvent progress) {
      sender.progress(progress);
    } else if (event instanceof OfferEvent offer) {
      SharingSubtasks.answer(
          sender,
          offer,
          waitingCheckpoints.isEmpty() ? subtasks.receiver(offer.holdMillis()) : null);
    } else if (event instanceof SettledEvent) {
      sender.settled();
    } else {
      throw new IllegalStateException(
          "Operator %s sent %s, expected news of its restrictions. This is a bug of the runner, please report it."
              .formatted(context.getOperatorId(), event));
    }
    moveOn();
  }

  private void moveOn() {
    if (subtasks.haveSettled()) {
      completeCheckpoints();
    }
    subtasks.agree();
    if (waitingCheckpoints.isEmpty()) {
      subtasks.ask(SharingSubtask::isBusyAtEnd);
    }
  }

  private void completeCheckpoints() {
    waitingCheckpoints.forEach(checkpoint -> checkpoint.complete(NO_STATE));
    waitingCheckpoints.clear();
  }

  @Override
  public void checkpointCoordinator(long checkpointId, CompletableFuture<byte[]> result) {
    waitingCheckpoints.add(result);
    moveOn();
  }

  @Override
  public void executionAttemptFailed(int subtask, int attemptNumber, @Nullable Throwable reason) {
    forgetAll();
  }

  @Override
  public void subtaskReset(int subtask, long checkpointId) {
    forgetAll();
  }

  @Override
  public void resetToCheckpoint(long checkpointId, byte @Nullable [] checkpointData) {
    forgetAll();
  }

  /**
   * Fails what waits, too: a checkpoint that completes after one of its subtasks was reset makes
   * Flink find some gateways of subtasks closed and others not, and end the JobManager.
   */
  private void forgetAll() {
    subtasks.forgetAll();
    waitingCheckpoints.forEach(
        checkpoint ->
            checkpoint.completeExceptionally(
                new IllegalStateException(
                    "A subtask failed before it had handled what it was handed over")));
    waitingCheckpoints.clear();
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) {}

  @Override
  public void start() {}

  @Override
  public void close() {}
}

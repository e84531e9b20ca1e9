package dev.beamflink.translation.runtime.sharing;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.runtime.operators.coordination.OperatorCoordinator;
import org.apache.flink.runtime.operators.coordination.OperatorEvent;
import org.jspecify.annotations.Nullable;

/**
 * Asks busy subtasks to split when others have nothing left, hands over what they offer, and lets
 * subtasks end when nobody has anything left, in BATCH. See the package for the protocol.
 *
 * <p>A subtask is a failover region of its own there. One that has given or got something must not
 * start again alone: it would process again what it gave away, or lack what it got. So then the
 * whole job starts again, which Flink tells by {@link #resetToCheckpoint}.
 *
 * <p>Lives in the JobManager, called by the JobMaster's main thread only, never blocks.
 */
final class BatchSharingCoordinator implements OperatorCoordinator {

  private final Context context;
  private final SharingSubtasks subtasks;

  /** Subtasks that have given or got something, in any attempt since the job has started. */
  private final Set<Integer> involved = new HashSet<>();

  /** Whether a subtask that has not started may be in need of the slot of one that is idle. */
  private boolean slotsAreShort;

  BatchSharingCoordinator(Context context) {
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
      answer(sender, offer);
    } else if (event instanceof WaitedEvent) {
      slotsAreShort |= !subtasks.haveStarted();
    } else if (event instanceof SettledEvent) {
      sender.settled();
    } else {
      throw new IllegalStateException(
          "Operator %s sent %s, expected news of its restrictions. This is a bug of the runner, please report it."
              .formatted(context.getOperatorId(), event));
    }
    moveOn();
  }

  private void answer(SharingSubtask giver, OfferEvent offer) {
    SharingSubtask receiver = subtasks.receiver(offer.holdMillis());
    if (receiver != null) {
      involved.add(giver.subtask);
      involved.add(receiver.subtask);
    }
    SharingSubtasks.answer(giver, offer, receiver);
  }

  private void moveOn() {
    if (slotsAreShort && !subtasks.haveStarted()) {
      subtasks.releaseIdle();
    }
    subtasks.agree();
    subtasks.ask(SharingSubtask::isBusy);
  }

  @Override
  public void executionAttemptFailed(int subtask, int attemptNumber, @Nullable Throwable reason) {
    subtasks.forget(subtask);
  }

  /** The subtask starts again, alone or with those of its region. */
  @Override
  public void subtaskReset(int subtask, long checkpointId) {
    subtasks.forget(subtask);
    if (involved.contains(subtask)) {
      context.failJob(
          new IllegalStateException(
              "Subtask %d of operator %s has to start again, but has shared restrictions with other subtasks, so all of the job starts again"
                  .formatted(subtask, context.getOperatorId())));
    }
    slotsAreShort = true; // its own may be gone
    moveOn();
  }

  /** All of the job starts again, with all that was given where it was at first. */
  @Override
  public void resetToCheckpoint(long checkpointId, byte @Nullable [] checkpointData) {
    subtasks.forgetAll();
    involved.clear();
    slotsAreShort = false;
  }

  @Override
  public void checkpointCoordinator(long checkpointId, CompletableFuture<byte[]> result) {
    result.completeExceptionally(
        new UnsupportedOperationException("There are no checkpoints in BATCH"));
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) {}

  @Override
  public void start() {}

  @Override
  public void close() {}
}

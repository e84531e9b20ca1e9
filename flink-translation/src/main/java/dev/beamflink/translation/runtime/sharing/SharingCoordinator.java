package dev.beamflink.translation.runtime.sharing;

import dev.beamflink.translation.runtime.watermark.HoldTracker;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.runtime.operators.coordination.OperatorCoordinator;
import org.apache.flink.runtime.operators.coordination.OperatorEvent;
import org.jspecify.annotations.Nullable;

/**
 * Asks busy subtasks to split when others have nothing left, and hands over what they offer. See
 * the package for the protocol and why it is safe.
 *
 * <p>Lives in the JobManager, called by the JobMaster's main thread only, never blocks. Keeps no
 * state in checkpoints. Exchanges join all subtasks in one failover region, so when one fails all
 * start again, and everything is forgotten.
 */
final class SharingCoordinator implements OperatorCoordinator {

  private static final byte[] NO_STATE = new byte[0];

  private final Context context;
  private final Map<Integer, SharingSubtask> subtasks = new TreeMap<>();
  private final List<CompletableFuture<byte[]>> waitingCheckpoints = new ArrayList<>();
  private long agreedMillis = Long.MIN_VALUE;

  SharingCoordinator(Context context) {
    this.context = context;
  }

  @Override
  public void executionAttemptReady(int subtask, int attemptNumber, SubtaskGateway gateway) {
    SharingSubtask ready = attempt(subtask, attemptNumber);
    if (ready != null) {
      ready.gateway = gateway;
      moveOn();
    }
  }

  @Override
  public void handleEventFromOperator(int subtask, int attemptNumber, OperatorEvent event) {
    SharingSubtask sender = attempt(subtask, attemptNumber);
    if (sender == null) {
      return; // it has been replaced
    }
    if (event instanceof ProgressEvent progress) {
      sender.progress(progress);
    } else if (event instanceof OfferEvent offer) {
      sender.asked = false;
      answer(sender, offer);
    } else if (event instanceof SettledEvent) {
      sender.settled();
    } else {
      throw new IllegalStateException(
          "Operator %s sent %s, expected news of its restrictions. This is a bug of the runner, please report it."
              .formatted(context.getOperatorId(), event));
    }
    moveOn();
  }

  /** Null for an attempt that has been replaced. */
  private @Nullable SharingSubtask attempt(int subtask, int attemptNumber) {
    SharingSubtask known = subtasks.get(subtask);
    if (known == null || known.attemptNumber < attemptNumber) {
      known = new SharingSubtask(attemptNumber);
      subtasks.put(subtask, known);
    }
    return known.attemptNumber == attemptNumber ? known : null;
  }

  private void answer(SharingSubtask giver, OfferEvent offer) {
    SharingSubtask receiver = waitingCheckpoints.isEmpty() ? receiver(offer.holdMillis()) : null;
    if (receiver != null) {
      receiver.holdMillis = offer.holdMillis();
      receiver.unsettled++;
      giver.unsettled++;
      receiver.tell(new HandoverEvent(offer.restriction()));
    }
    giver.tell(new OfferAnswerEvent(offer.id(), receiver != null));
  }

  private @Nullable SharingSubtask receiver(long holdMillis) {
    for (SharingSubtask subtask : subtasks.values()) {
      if (subtask.isIdle() && watermarkMillis(subtask) <= holdMillis) {
        return subtask;
      }
    }
    return null;
  }

  /** What an idle subtask may have emitted by now. */
  private long watermarkMillis(SharingSubtask idle) {
    return Math.max(idle.emittedMillis, agreedMillis);
  }

  private void moveOn() {
    if (subtasks.values().stream().mapToInt(subtask -> subtask.unsettled).sum() == 0) {
      waitingCheckpoints.forEach(checkpoint -> checkpoint.complete(NO_STATE));
      waitingCheckpoints.clear();
    }
    agree();
    if (waitingCheckpoints.isEmpty()) {
      ask();
    }
  }

  private void agree() {
    Collection<SharingSubtask> all = subtasks.values();
    if (all.size() == context.currentParallelism()
        && all.stream().allMatch(subtask -> subtask.atEnd && subtask.gateway != null)) {
      long least = all.stream().mapToLong(subtask -> subtask.holdMillis).min().orElseThrow();
      if (least > agreedMillis) {
        agreedMillis = least;
        all.forEach(subtask -> subtask.tell(new AgreedEvent(agreedMillis)));
      }
    }
  }

  /** Asks all that are busy, as some may have nothing that can be split. */
  private void ask() {
    long earliestMillis =
        subtasks.values().stream()
            .filter(SharingSubtask::isIdle)
            .mapToLong(this::watermarkMillis)
            .min()
            .orElse(HoldTracker.NO_HOLD);
    if (earliestMillis < HoldTracker.NO_HOLD) {
      for (SharingSubtask subtask : subtasks.values()) {
        if (subtask.isBusy() && !subtask.asked) {
          subtask.asked = true;
          subtask.tell(new SplitRequestEvent(earliestMillis));
        }
      }
    }
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

  private void forgetAll() {
    subtasks.clear();
    agreedMillis = Long.MIN_VALUE;
    // They have failed with the subtask.
    waitingCheckpoints.forEach(checkpoint -> checkpoint.complete(NO_STATE));
    waitingCheckpoints.clear();
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) {}

  @Override
  public void start() {}

  @Override
  public void close() {}
}

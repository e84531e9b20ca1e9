package dev.beamflink.translation.runtime.sharing;

import dev.beamflink.translation.runtime.watermark.HoldTracker;
import org.apache.flink.runtime.operators.coordination.OperatorCoordinator.SubtaskGateway;
import org.apache.flink.runtime.operators.coordination.OperatorEvent;
import org.jspecify.annotations.Nullable;

/** What the {@link SharingCoordinator} knows of one attempt of a subtask. */
final class SharingSubtask {

  final int attemptNumber;

  /** From the moment on when it can be told something. */
  @Nullable SubtaskGateway gateway;

  /** Whether its input is at its end; only then the two below mean anything. */
  boolean atEnd;

  /** The earliest that its restrictions hold. */
  long holdMillis;

  /** The watermark that it had emitted when it last told. */
  long emittedMillis;

  /** Whether it is asked to split, and has not offered anything since. */
  boolean asked;

  /** How many handovers and accepted offers it was sent that it has not handled yet. */
  int unsettled;

  SharingSubtask(int attemptNumber) {
    this.attemptNumber = attemptNumber;
  }

  void progress(ProgressEvent progress) {
    atEnd = true;
    holdMillis = progress.holdMillis();
    emittedMillis = progress.emittedMillis();
    if (isIdle()) {
      asked = false; // it has nothing to offer, and forgets that it was asked
    }
  }

  /** What came too late, from before a failure, does not count. */
  void settled() {
    unsettled = Math.max(0, unsettled - 1);
  }

  boolean isIdle() {
    return atEnd && gateway != null && holdMillis == HoldTracker.NO_HOLD;
  }

  boolean isBusy() {
    return atEnd && gateway != null && holdMillis < HoldTracker.NO_HOLD;
  }

  /** An event that gets lost fails the subtask, which is Flink's doing. */
  @SuppressWarnings("FutureReturnValueIgnored")
  void tell(OperatorEvent event) {
    if (gateway != null) {
      gateway.sendEvent(event);
    }
  }
}

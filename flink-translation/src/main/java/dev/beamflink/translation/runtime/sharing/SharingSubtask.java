package dev.beamflink.translation.runtime.sharing;

import dev.beamflink.translation.runtime.watermark.HoldTracker;
import org.apache.flink.runtime.operators.coordination.OperatorCoordinator.SubtaskGateway;
import org.jspecify.annotations.Nullable;

/** What the coordinator knows of one attempt of a subtask. */
final class SharingSubtask {

  final int subtask;
  final int attemptNumber;

  /** From the moment on when it can be told something. */
  @Nullable SubtaskGateway gateway;

  /** Whether its input is at its end; only then the three below mean anything. */
  boolean atEnd;

  /** The earliest that its restrictions hold. */
  long holdMillis;

  /** The watermark that it had emitted when it last told. */
  private long emittedMillis;

  /** Whether it takes restrictions of others. */
  private boolean receives;

  /** How far it was told that it may go. */
  private long agreedMillis = Long.MIN_VALUE;

  /** Whether it is asked to split, and has not offered anything since. */
  boolean asked;

  /** How many handovers and accepted offers it was sent that it has not handled yet. */
  int unsettled;

  SharingSubtask(int subtask, int attemptNumber) {
    this.subtask = subtask;
    this.attemptNumber = attemptNumber;
  }

  void progress(ProgressEvent progress) {
    atEnd = true;
    holdMillis = progress.holdMillis();
    emittedMillis = progress.emittedMillis();
    receives = progress.receives();
    if (hasNothing()) {
      asked = false; // it has nothing to offer, and forgets that it was asked
    }
  }

  /** What came too late, from before a failure, does not count. */
  void settled() {
    unsettled = Math.max(0, unsettled - 1);
  }

  private boolean hasNothing() {
    return atEnd && holdMillis == HoldTracker.NO_HOLD;
  }

  /** Whether it has nothing to do, and can be given something. */
  boolean isIdle() {
    return gateway != null && hasNothing() && receives && agreedMillis < HoldTracker.NO_HOLD;
  }

  /** Whether it has what it could give, its input being at the end. */
  boolean isBusyAtEnd() {
    return atEnd && isBusy();
  }

  /** Whether it has, or may get from its input, what it could give. */
  boolean isBusy() {
    return gateway != null && !hasNothing();
  }

  /** What it may have emitted by now, if it is idle. */
  long watermarkMillis() {
    return Math.max(emittedMillis, agreedMillis);
  }

  /** Lets it go so far when it has nothing, and out of the sharing when that is the end. */
  void agree(long watermarkMillis) {
    if (watermarkMillis > agreedMillis) {
      agreedMillis = watermarkMillis;
      tell(new AgreedEvent(watermarkMillis));
    }
  }

  /** An event that gets lost has lost its subtask before. */
  @SuppressWarnings("FutureReturnValueIgnored")
  void tell(SiblingEvent event) {
    if (gateway != null) {
      gateway.sendEvent(event);
    }
  }
}

package dev.beamflink.translation.runtime.sharing;

import dev.beamflink.translation.runtime.watermark.HoldTracker;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import org.apache.flink.runtime.operators.coordination.OperatorCoordinator.SubtaskGateway;
import org.jspecify.annotations.Nullable;

/**
 * The subtasks of one operator, in the JobManager: finds who gets what from whom, and how far those
 * may go who have nothing. Called by the JobMaster's main thread only.
 */
final class SharingSubtasks {

  private final IntSupplier parallelism;
  private final Map<Integer, SharingSubtask> subtasks = new TreeMap<>();

  SharingSubtasks(IntSupplier parallelism) {
    this.parallelism = parallelism;
  }

  /** What is known of an attempt; null for one that has been replaced. */
  @Nullable SharingSubtask attempt(int subtask, int attemptNumber) {
    SharingSubtask known = subtasks.get(subtask);
    if (known == null || known.attemptNumber < attemptNumber) {
      known = new SharingSubtask(subtask, attemptNumber);
      subtasks.put(subtask, known);
    }
    return known.attemptNumber == attemptNumber ? known : null;
  }

  /** An attempt can be told something from now on. */
  void ready(int subtask, int attemptNumber, SubtaskGateway gateway) {
    SharingSubtask ready = attempt(subtask, attemptNumber);
    if (ready != null) {
      ready.gateway = gateway;
    }
  }

  void forget(int subtask) {
    subtasks.remove(subtask);
  }

  void forgetAll() {
    subtasks.clear();
  }

  /** Whether every subtask runs, or has run to its end. */
  boolean haveStarted() {
    return subtasks.size() == parallelism.getAsInt()
        && subtasks.values().stream().allMatch(subtask -> subtask.gateway != null);
  }

  /** Whether all that was handed over has been handled on both sides. */
  boolean haveSettled() {
    return subtasks.values().stream().allMatch(subtask -> subtask.unsettled == 0);
  }

  /** Who may get a restriction that holds there, null for nobody. */
  @Nullable SharingSubtask receiver(long holdMillis) {
    for (SharingSubtask subtask : subtasks.values()) {
      if (subtask.isIdle() && subtask.watermarkMillis() <= holdMillis) {
        return subtask;
      }
    }
    return null;
  }

  /**
   * Answers an offer.
   *
   * @param receiver gets what is offered; null if nobody does
   */
  static void answer(SharingSubtask giver, OfferEvent offer, @Nullable SharingSubtask receiver) {
    giver.asked = false;
    if (receiver != null) {
      receiver.holdMillis = offer.holdMillis();
      receiver.unsettled++;
      giver.unsettled++;
      receiver.tell(new HandoverEvent(offer.restriction()));
    }
    giver.tell(new OfferAnswerEvent(offer.id(), receiver != null));
  }

  /** Tells all how far they may go when all know what they have. */
  void agree() {
    Collection<SharingSubtask> all = subtasks.values();
    if (haveStarted() && all.stream().allMatch(subtask -> subtask.atEnd)) {
      long least = all.stream().mapToLong(subtask -> subtask.holdMillis).min().orElseThrow();
      all.forEach(subtask -> subtask.agree(least));
    }
  }

  /** Asks all {@code givers}, if any is idle, as some may have nothing that can be split. */
  void ask(Predicate<SharingSubtask> givers) {
    long earliestMillis =
        subtasks.values().stream()
            .filter(SharingSubtask::isIdle)
            .mapToLong(SharingSubtask::watermarkMillis)
            .min()
            .orElse(HoldTracker.NO_HOLD);
    if (earliestMillis < HoldTracker.NO_HOLD) {
      for (SharingSubtask subtask : subtasks.values()) {
        if (!subtask.asked && givers.test(subtask)) {
          subtask.asked = true;
          subtask.tell(new SplitRequestEvent(earliestMillis));
        }
      }
    }
  }

  /** Lets those that are idle go: they get nothing any more. */
  void releaseIdle() {
    subtasks.values().stream()
        .filter(SharingSubtask::isIdle)
        .forEach(subtask -> subtask.agree(HoldTracker.NO_HOLD));
  }
}

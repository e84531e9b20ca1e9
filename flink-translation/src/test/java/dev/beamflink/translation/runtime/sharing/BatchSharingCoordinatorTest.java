package dev.beamflink.translation.runtime.sharing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.translation.runtime.watermark.HoldTracker;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.operators.coordination.EventReceivingTasks;
import org.apache.flink.runtime.operators.coordination.MockOperatorCoordinatorContext;
import org.apache.flink.runtime.operators.coordination.OperatorEvent;
import org.apache.flink.runtime.source.event.RequestSplitEvent;
import org.junit.jupiter.api.Test;

class BatchSharingCoordinatorTest {

  private static final long NOTHING = HoldTracker.NO_HOLD;
  private static final AgreedEvent THE_END = new AgreedEvent(NOTHING);
  private static final SplitRequestEvent SPLIT = new SplitRequestEvent(0);
  private static final byte[] RESTRICTION = {1};
  private static final int PARALLELISM = 3;

  private final EventReceivingTasks tasks = EventReceivingTasks.createForRunningTasks();
  private final MockOperatorCoordinatorContext context =
      new MockOperatorCoordinatorContext(new OperatorID(), PARALLELISM);
  private final BatchSharingCoordinator coordinator = new BatchSharingCoordinator(context);

  private final int[] attempts = new int[PARALLELISM];
  private final int[] heard = new int[PARALLELISM];

  private void start(int... subtasks) {
    for (int subtask : subtasks) {
      coordinator.executionAttemptReady(
          subtask, attempts[subtask], tasks.createGatewayForSubtask(subtask, attempts[subtask]));
    }
  }

  private void send(int subtask, OperatorEvent event) {
    coordinator.handleEventFromOperator(subtask, attempts[subtask], event);
  }

  private void idle(int subtask) {
    send(subtask, new ProgressEvent(NOTHING, 0, true));
  }

  private void offer(int subtask) {
    send(subtask, new OfferEvent(7, 20, RESTRICTION));
  }

  private void restart(int subtask) {
    coordinator.executionAttemptFailed(subtask, attempts[subtask], null);
    coordinator.subtaskReset(subtask, -1);
    attempts[subtask]++;
  }

  /** What a subtask was told since the last call for it. */
  private List<OperatorEvent> told(int subtask) {
    List<OperatorEvent> all = tasks.getSentEventsForSubtask(subtask);
    List<OperatorEvent> news = List.copyOf(all.subList(heard[subtask], all.size()));
    heard[subtask] = all.size();
    return news;
  }

  @Test
  void subtaskInTheMiddleOfItsInputIsAskedAndGives() {
    start(0, 1, 2);
    idle(1);
    assertEquals(List.of(SPLIT), told(0));
    assertEquals(List.of(SPLIT), told(2));
    offer(0);
    assertEquals(List.of(new OfferAnswerEvent(7, true)), told(0));
    assertEquals(1, told(1).stream().filter(HandoverEvent.class::isInstance).count());
  }

  @Test
  void allEndTogetherWhenNobodyHasAnythingLeft() {
    start(0, 1, 2);
    idle(1);
    idle(2);
    told(0);
    told(1);
    told(2);
    idle(0);
    assertEquals(List.of(THE_END), told(0));
    assertEquals(List.of(THE_END), told(1));
    assertEquals(List.of(THE_END), told(2));
  }

  @Test
  void idleSubtaskWaitsForOneThatHasJustNotStarted() {
    start(0, 1);
    idle(1);
    assertEquals(List.of(), told(1));
    assertEquals(List.of(SPLIT), told(0));
  }

  @Test
  void idleSubtasksGiveTheirSlotsToThoseThatHaveNone() {
    start(0, 1);
    idle(1);
    send(1, new WaitedEvent());
    assertEquals(List.of(THE_END), told(1));
    told(0);
    idle(0);
    assertEquals(List.of(THE_END), told(0), "it need not wait as well");
    start(2);
    idle(2);
    assertEquals(List.of(THE_END), told(2));
  }

  @Test
  void whoWasLetGoGetsNothing() {
    start(0, 1);
    idle(1);
    send(1, new WaitedEvent());
    start(2);
    told(0);
    told(1);
    offer(0);
    assertEquals(List.of(new OfferAnswerEvent(7, false)), told(0));
    assertEquals(List.of(), told(1));
  }

  @Test
  void waitingForThoseThatRunGoesOn() {
    start(0, 1, 2);
    idle(1);
    send(1, new WaitedEvent());
    assertEquals(List.of(), told(1));
  }

  @Test
  void subtaskThatHasSharedNothingStartsAgainAlone() {
    start(0, 1, 2);
    idle(1);
    told(0);
    restart(0);
    assertFalse(context.isJobFailed());
    assertEquals(List.of(THE_END), told(1), "its slot may be needed");
    start(0);
    idle(2);
    assertEquals(List.of(SPLIT), told(0));
    idle(0);
    assertEquals(List.of(THE_END), told(0));
  }

  /** Its result got lost, say. */
  @Test
  void subtaskThatStartsAgainAfterAllHaveEndedEnds() {
    start(0, 1, 2);
    idle(0);
    idle(1);
    idle(2);
    told(0);
    restart(0);
    start(0);
    idle(0);
    assertEquals(List.of(THE_END), told(0));
    assertFalse(context.isJobFailed());
  }

  @Test
  void jobFailsWhenTheGiverHasToStartAgain() {
    start(0, 1, 2);
    idle(1);
    offer(0);
    restart(2);
    assertFalse(context.isJobFailed());
    restart(0);
    assertTrue(context.isJobFailed());
  }

  @Test
  void jobFailsWhenTheReceiverHasToStartAgain() {
    start(0, 1, 2);
    idle(1);
    offer(0);
    restart(1);
    assertTrue(context.isJobFailed());
  }

  @Test
  void restartOfTheWholeJobIsNoFailureOfIts() {
    start(0, 1, 2);
    idle(1);
    offer(0);
    for (int subtask = 0; subtask < PARALLELISM; subtask++) {
      coordinator.executionAttemptFailed(subtask, 0, null);
    }
    coordinator.resetToCheckpoint(-1, null);
    for (int subtask = 0; subtask < PARALLELISM; subtask++) {
      attempts[subtask]++;
      told(subtask);
    }
    start(0, 1, 2);
    restart(0);
    assertFalse(context.isJobFailed(), "what was shared is forgotten");
    start(0);
    idle(2);
    assertEquals(List.of(SPLIT), told(0));
  }

  @Test
  void checkpointIsRefused() throws Exception {
    CompletableFuture<byte[]> checkpoint = new CompletableFuture<>();
    coordinator.checkpointCoordinator(1, checkpoint);
    assertTrue(checkpoint.isCompletedExceptionally());
  }

  @Test
  void otherEventIsRefused() {
    assertThrows(
        IllegalStateException.class,
        () -> coordinator.handleEventFromOperator(0, 0, new RequestSplitEvent()));
  }
}

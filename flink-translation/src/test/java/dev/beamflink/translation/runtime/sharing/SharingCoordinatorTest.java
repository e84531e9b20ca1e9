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

class SharingCoordinatorTest {

  private static final long NOTHING = HoldTracker.NO_HOLD;
  private static final byte[] RESTRICTION = {1};

  private final EventReceivingTasks tasks = EventReceivingTasks.createForRunningTasks();
  private final SharingCoordinator coordinator =
      new SharingCoordinator(new MockOperatorCoordinatorContext(new OperatorID(), 2));

  private final int[] heard = new int[2];

  SharingCoordinatorTest() {
    start(0, 0);
    start(1, 0);
  }

  private void start(int subtask, int attempt) {
    coordinator.executionAttemptReady(
        subtask, attempt, tasks.createGatewayForSubtask(subtask, attempt));
  }

  private void progress(int subtask, long hold, long emitted) {
    coordinator.handleEventFromOperator(subtask, 0, new ProgressEvent(hold, emitted, true));
  }

  private void offer(int subtask, long hold) {
    coordinator.handleEventFromOperator(subtask, 0, new OfferEvent(7, hold, RESTRICTION));
  }

  private void settled(int subtask) {
    coordinator.handleEventFromOperator(subtask, 0, new SettledEvent());
  }

  /** What a subtask was told since the last call for it. */
  private List<OperatorEvent> told(int subtask) {
    List<OperatorEvent> all = tasks.getSentEventsForSubtask(subtask);
    List<OperatorEvent> news = List.copyOf(all.subList(heard[subtask], all.size()));
    heard[subtask] = all.size();
    return news;
  }

  private CompletableFuture<byte[]> checkpoint() {
    CompletableFuture<byte[]> result = new CompletableFuture<>();
    coordinator.checkpointCoordinator(1, result);
    return result;
  }

  @Test
  void busySubtaskIsAskedOnceForWhatAnIdleOneMayTake() {
    progress(0, 20, 10);
    assertEquals(List.of(), told(0));
    progress(1, NOTHING, 15);
    assertEquals(List.of(new AgreedEvent(20), new SplitRequestEvent(20)), told(0));
    assertEquals(List.of(new AgreedEvent(20)), told(1));
    progress(0, 25, 20);
    assertEquals(List.of(new AgreedEvent(25)), told(0));
  }

  @Test
  void subtaskThatCannotReceiveYetHoldsNobodyUp() {
    progress(0, 20, 10);
    coordinator.handleEventFromOperator(1, 0, new ProgressEvent(NOTHING, 10, false));
    assertEquals(List.of(new AgreedEvent(20)), told(0));
    assertEquals(List.of(new AgreedEvent(20)), told(1));
    progress(1, NOTHING, 20);
    assertEquals(List.of(new SplitRequestEvent(20)), told(0));
  }

  @Test
  void subtaskInTheMiddleOfItsInputIsNotAsked() {
    progress(1, NOTHING, 10);
    assertEquals(List.of(), told(0));
  }

  @Test
  void restrictionOnItsWayHoldsForTheReceiver() {
    progress(0, 20, 10);
    progress(1, NOTHING, 10);
    offer(0, 30);
    assertTrue(told(0).contains(new OfferAnswerEvent(7, true)));
    assertEquals(1, told(1).stream().filter(HandoverEvent.class::isInstance).count());
    progress(0, NOTHING, 10);
    assertEquals(List.of(new AgreedEvent(30)), told(0));
    progress(1, NOTHING, 30);
    assertEquals(List.of(new AgreedEvent(NOTHING)), told(0));
  }

  @Test
  void offerThatWouldBeLateIsRefused() {
    progress(0, 20, 10);
    progress(1, NOTHING, 40);
    offer(0, 30);
    assertTrue(told(0).contains(new OfferAnswerEvent(7, false)));
    assertTrue(told(1).stream().noneMatch(HandoverEvent.class::isInstance));
  }

  @Test
  void checkpointWaitsUntilBothSidesHaveSettled() {
    progress(0, 20, 10);
    progress(1, NOTHING, 10);
    offer(0, 30);
    CompletableFuture<byte[]> checkpoint = checkpoint();
    settled(1);
    assertFalse(checkpoint.isDone());
    settled(0);
    assertTrue(checkpoint.isDone());
  }

  @Test
  void nothingIsHandedOverWhileACheckpointWaits() {
    progress(0, 20, 10);
    progress(1, NOTHING, 10);
    offer(0, 30);
    checkpoint();
    progress(1, NOTHING, 10);
    told(0);
    offer(0, 30);
    assertEquals(List.of(new OfferAnswerEvent(7, false)), told(0));
    settled(0);
    settled(1);
    assertTrue(told(0).stream().anyMatch(SplitRequestEvent.class::isInstance));
  }

  @Test
  void failureForgetsAllAndFailsTheCheckpoint() {
    progress(0, 20, 10);
    progress(1, NOTHING, 10);
    offer(0, 30);
    CompletableFuture<byte[]> checkpoint = checkpoint();
    coordinator.executionAttemptFailed(0, 0, null);
    assertTrue(checkpoint.isCompletedExceptionally());
    coordinator.subtaskReset(0, 1);
    coordinator.subtaskReset(1, 1);
    start(0, 1);
    start(1, 1);
    told(0);
    settled(0); // of the attempt before
    progress(1, NOTHING, 10); // as well
    coordinator.handleEventFromOperator(0, 1, new ProgressEvent(20, 10, true));
    assertEquals(List.of(), told(0));
    assertTrue(checkpoint().isDone());
  }

  @Test
  void otherEventIsRefused() {
    assertThrows(
        IllegalStateException.class,
        () -> coordinator.handleEventFromOperator(0, 0, new RequestSplitEvent()));
  }
}

package dev.beamflink.translation.runtime.quiet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.operators.coordination.MockOperatorCoordinatorContext;
import org.apache.flink.runtime.source.event.RequestSplitEvent;
import org.junit.jupiter.api.Test;

class QuietCoordinatorTest {

  private static final DownstreamQuietEvent QUIET = new DownstreamQuietEvent("op", true);
  private static final DownstreamQuietEvent NOT_QUIET = new DownstreamQuietEvent("op", false);

  private final MockOperatorCoordinatorContext context =
      new MockOperatorCoordinatorContext(new OperatorID(), 2);
  private final RecordingSourceCoordinator sourceA = new RecordingSourceCoordinator();
  private final RecordingSourceCoordinator sourceB = new RecordingSourceCoordinator();
  private final QuietCoordinator coordinator =
      new QuietCoordinator(new QuietSpec("op", List.of("a", "b")), context);

  QuietCoordinatorTest() {
    context.getCoordinatorStore().putIfAbsent("a", sourceA);
    context.getCoordinatorStore().putIfAbsent("b", sourceB);
  }

  private void quiet(int subtask) throws Exception {
    coordinator.handleEventFromOperator(subtask, 0, new QuietEvent());
  }

  @Test
  void tellsAllSourcesOnceWhenTheLastSubtaskIsQuiet() throws Exception {
    quiet(1);
    assertEquals(List.of(), sourceA.events);
    quiet(0);
    quiet(0);
    assertEquals(List.of(QUIET), sourceA.events);
    assertEquals(List.of(QUIET), sourceB.events);
  }

  @Test
  void sameSubtaskTwiceIsNotTwoSubtasks() throws Exception {
    quiet(1);
    quiet(1);
    assertEquals(List.of(), sourceA.events);
  }

  @Test
  void failureTakesItBackAndNewAttemptReportsAgain() throws Exception {
    quiet(0);
    quiet(1);
    coordinator.executionAttemptFailed(1, 0, new Exception("test"));
    coordinator.subtaskReset(1, 7);
    assertEquals(List.of(QUIET, NOT_QUIET), sourceA.events);
    coordinator.handleEventFromOperator(1, 1, new QuietEvent());
    assertEquals(List.of(QUIET, NOT_QUIET, QUIET), sourceA.events);
  }

  @Test
  void failureBeforeAllWereQuietTellsNobody() throws Exception {
    quiet(0);
    coordinator.subtaskReset(0, 7);
    quiet(1);
    assertEquals(List.of(), sourceA.events);
  }

  @Test
  void globalResetForgetsSilently() throws Exception {
    quiet(0);
    quiet(1);
    coordinator.resetToCheckpoint(7, null);
    quiet(0);
    assertEquals(List.of(QUIET), sourceA.events);
    quiet(1);
    assertEquals(List.of(QUIET, QUIET), sourceA.events);
  }

  @Test
  void sourceThatDoesNotListenFailsTheJobInsteadOfHanging() throws Exception {
    QuietCoordinator lost = new QuietCoordinator(new QuietSpec("op", List.of("nobody")), context);
    lost.handleEventFromOperator(0, 0, new QuietEvent());
    lost.handleEventFromOperator(1, 0, new QuietEvent());
    assertTrue(context.isJobFailed());
    String message = context.getJobFailureReason().getMessage();
    assertTrue(message.contains("'op'") && message.contains("'nobody'"), message);
  }

  @Test
  void closedSourceHearsNothing() throws Exception {
    sourceA.close();
    quiet(0);
    quiet(1);
    assertFalse(context.isJobFailed());
    assertEquals(List.of(QUIET), sourceB.events);
  }

  @Test
  void checkpointsAreEmpty() throws Exception {
    CompletableFuture<byte[]> result = new CompletableFuture<>();
    coordinator.checkpointCoordinator(1, result);
    assertArrayEquals(new byte[0], result.get());
  }

  @Test
  void otherEventIsRefused() {
    assertThrows(
        IllegalStateException.class,
        () -> coordinator.handleEventFromOperator(0, 0, new RequestSplitEvent()));
  }
}

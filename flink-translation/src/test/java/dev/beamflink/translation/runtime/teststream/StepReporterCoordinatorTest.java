package dev.beamflink.translation.runtime.teststream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.translation.runtime.quiet.RecordingSourceCoordinator;
import java.util.List;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.operators.coordination.MockOperatorCoordinatorContext;
import org.junit.jupiter.api.Test;

class StepReporterCoordinatorTest {

  private static final StepLeaf LEAF = new StepLeaf(0, 1);

  private final MockOperatorCoordinatorContext context =
      new MockOperatorCoordinatorContext(new OperatorID(), 2);
  private final RecordingSourceCoordinator source = new RecordingSourceCoordinator();
  private final StepReporterCoordinator coordinator = new StepReporterCoordinator(LEAF, context);

  StepReporterCoordinatorTest() {
    context.getCoordinatorStore().putIfAbsent(StepSource.LISTENING_ID, source);
  }

  private void report(int subtask, long step) {
    coordinator.handleEventFromOperator(subtask, 0, new StepReport(step));
  }

  @Test
  void stepIsDoneWhenItHasComeThroughAllSubtasks() {
    report(1, 0);
    assertEquals(List.of(), source.events);
    report(0, 0);
    assertEquals(List.of(new LeafDoneEvent(LEAF, 0)), source.events);
    report(0, 1);
    report(1, 1);
    assertEquals(List.of(new LeafDoneEvent(LEAF, 0), new LeafDoneEvent(LEAF, 1)), source.events);
  }

  @Test
  void subtaskThatFailedReportsAgain() {
    report(0, 0);
    coordinator.executionAttemptFailed(0, 0, null);
    coordinator.subtaskReset(0, 7);
    report(1, 0);
    assertEquals(List.of(), source.events);
    report(0, 0);
    assertEquals(1, source.events.size());
  }

  @Test
  void sourceThatDoesNotListenFailsTheJobInsteadOfHanging() {
    MockOperatorCoordinatorContext lost = new MockOperatorCoordinatorContext(new OperatorID(), 1);
    new StepReporterCoordinator(LEAF, lost).handleEventFromOperator(0, 0, new StepReport(0));
    assertTrue(lost.isJobFailed());
  }
}

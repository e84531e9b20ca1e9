package dev.beamflink.translation.runtime.sideinput;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.operators.coordination.EventReceivingTasks;
import org.apache.flink.runtime.operators.coordination.MockOperatorCoordinatorContext;
import org.junit.jupiter.api.Test;

class WatermarkAgreementTest {

  private final EventReceivingTasks tasks = EventReceivingTasks.createForRunningTasks();
  private final WatermarkAgreement agreement =
      new WatermarkAgreement(new MockOperatorCoordinatorContext(new OperatorID(), 2));

  WatermarkAgreementTest() {
    start(0, 0);
    start(1, 0);
  }

  private void start(int subtask, int attempt) {
    agreement.executionAttemptReady(
        subtask, attempt, tasks.createGatewayForSubtask(subtask, attempt));
  }

  private void reached(int subtask, long watermark) {
    agreement.handleEventFromOperator(subtask, 0, new WatermarkReachedEvent(watermark));
  }

  private List<Object> told(int subtask) {
    return List.copyOf(tasks.getSentEventsForSubtask(subtask));
  }

  @Test
  void tellsTheLeastWatermarkOnceAllHaveReported() {
    reached(0, 10);
    assertEquals(List.of(), told(0));
    reached(1, 7);
    assertEquals(List.of(new WatermarkAgreedEvent(7)), told(0));
    assertEquals(List.of(new WatermarkAgreedEvent(7)), told(1));
  }

  @Test
  void tellsNothingWhenTheLeastHasNotAdvanced() {
    reached(0, 10);
    reached(1, 7);
    reached(0, 20);
    assertEquals(List.of(new WatermarkAgreedEvent(7)), told(0));
    reached(1, 15);
    assertEquals(List.of(new WatermarkAgreedEvent(7), new WatermarkAgreedEvent(15)), told(0));
  }

  @Test
  void restartedSubtaskCountsFromItsNextReport() {
    reached(0, 10);
    agreement.executionAttemptFailed(0, 0, null);
    agreement.subtaskReset(0, 1);
    start(0, 1);
    reached(1, 7);
    assertEquals(List.of(), told(1));
    reached(0, 5);
    assertEquals(List.of(new WatermarkAgreedEvent(5)), told(1));
  }

  @Test
  void restartedSubtaskHearsAgainWhatTheOthersKnow() {
    reached(0, 10);
    reached(1, 10);
    agreement.subtaskReset(0, 1);
    start(0, 1);
    reached(0, 10);
    assertEquals(List.of(new WatermarkAgreedEvent(10), new WatermarkAgreedEvent(10)), told(0));
  }

  @Test
  void resetForgetsEverything() {
    reached(0, 10);
    agreement.resetToCheckpoint(1, new byte[0]);
    start(0, 1);
    start(1, 1);
    reached(1, 10);
    assertEquals(List.of(), told(1));
  }
}

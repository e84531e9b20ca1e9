package dev.beamflink.translation.runtime.stable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.translation.runtime.element.EdgeSerializer;
import dev.beamflink.translation.runtime.element.WindowedValueCoder;
import dev.beamflink.translation.runtime.quiet.QuietSpec;
import dev.beamflink.translation.runtime.time.BeamTime;
import dev.beamflink.translation.testkit.StateNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.values.CausedByDrain;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.joda.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which checkpoint lets which elements pass. Elements are their timestamps. */
class StableInputOperatorTest {

  private OneInputStreamOperatorTestHarness<WindowedValue<Object>, WindowedValue<Object>> harness;
  private long clock;

  @BeforeEach
  void open() throws Exception {
    harness = harness();
    harness.open();
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void hasAllItsStatesWhenItOpens() throws Exception {
    Set<String> states = StateNames.of(harness.snapshot(1, 0));
    assertFalse(states.isEmpty());
    element(1);
    element(2);
    complete(1);
    element(3);
    assertEquals(states, StateNames.of(harness.snapshot(2, 0)));
  }

  @Test
  void elementWaitsForTheCheckpointThatHoldsIt() throws Exception {
    element(1);
    harness.snapshot(1, 0);
    element(2);
    assertEquals(List.of(), output());
    complete(1);
    assertEquals(List.of(1), output());
    harness.snapshot(2, 0);
    complete(2);
    assertEquals(List.of(2), output());
  }

  @Test
  void laterCheckpointReplacesOneThatFailed() throws Exception {
    element(1);
    harness.snapshot(1, 0);
    element(2);
    harness.snapshot(2, 0);
    element(3);
    complete(2);
    assertEquals(List.of(1, 2), output());
  }

  @Test
  void checkpointThatEndsAfterTheNextHasBegunLetsOnlyItsOwnPass() throws Exception {
    element(1);
    harness.snapshot(1, 0);
    element(2);
    harness.snapshot(2, 0);
    complete(1);
    assertEquals(List.of(1), output());
    complete(2);
    assertEquals(List.of(2), output());
  }

  @Test
  void waitingElementHoldsTheWatermark() throws Exception {
    element(7);
    element(5);
    harness.processWatermark(new Watermark(Long.MAX_VALUE));
    assertEquals(4, watermark());
    harness.snapshot(1, 0);
    complete(1);
    assertEquals(Long.MAX_VALUE, watermark());
  }

  @Test
  void isNotIdleWhileElementsWait() throws Exception {
    element(1);
    harness.processWatermarkStatus(WatermarkStatus.IDLE);
    assertFalse(isIdle());
    harness.snapshot(1, 0);
    complete(1);
    assertTrue(isIdle());
  }

  @Test
  void restoredElementsPassAtOnceAndAgainAfterTheNextFailure() throws Exception {
    element(1);
    element(2);
    OperatorSubtaskState state = harness.snapshot(1, 0);
    for (int attempt = 0; attempt < 2; attempt++) {
      harness.close();
      harness = harness();
      harness.initializeState(state);
      harness.open();
      element(3);
      harness.setProcessingTime(++clock);
      assertEquals(List.of(1, 2), output());
    }
  }

  @Test
  void whatHasPassedIsNotInTheNextCheckpoint() throws Exception {
    element(1);
    harness.snapshot(1, 0);
    complete(1);
    element(2);
    OperatorSubtaskState state = harness.snapshot(2, 0);
    harness.close();
    harness = harness();
    harness.initializeState(state);
    harness.open();
    harness.setProcessingTime(++clock);
    assertEquals(List.of(2), output());
  }

  @Test
  void nothingPassesBetweenTheLastSavepointAndTheEndOfAStop() throws Exception {
    element(1);
    harness.snapshot(1, 0);
    harness.getProcessingTimeService().quiesce();
    harness.notifyOfCompletedCheckpoint(1);
    harness.setProcessingTime(++clock);
    assertEquals(List.of(), output());
  }

  @Test
  void drainPassesAllOn() throws Exception {
    element(1);
    harness.snapshot(1, 0);
    element(2);
    harness.processWatermark(new Watermark(Long.MAX_VALUE));
    harness.endInput();
    assertEquals(List.of(1, 2), output());
    assertEquals(List.of(0L, Long.MAX_VALUE), watermarks());
  }

  @Test
  void inputThatEndsByItselfIsNoDrain() throws Exception {
    element(1);
    harness.processWatermark(new Watermark(BeamTime.NATURAL_END));
    harness.processWatermark(new Watermark(Long.MAX_VALUE));
    harness.snapshot(1, 0);
    complete(1);
    assertEquals(List.of(0L, BeamTime.NATURAL_END, Long.MAX_VALUE), watermarks());
  }

  /** Elements come as they were read: a drain makes them come sooner, not different. */
  @Test
  void elementsKeepWhatTheySayOfADrain() throws Exception {
    element(1);
    harness.processElement(
        new StreamRecord<>(
            WindowedValues.of(
                (Object) 2,
                Instant.ofEpochMilli(2),
                List.of(GlobalWindow.INSTANCE),
                PaneInfo.NO_FIRING,
                null,
                null,
                CausedByDrain.CAUSED_BY_DRAIN)));
    OperatorSubtaskState state = harness.snapshot(1, 0);
    harness.close();
    harness = harness();
    harness.initializeState(state);
    harness.open();
    harness.setProcessingTime(++clock);
    assertEquals(
        List.of(CausedByDrain.NORMAL, CausedByDrain.CAUSED_BY_DRAIN),
        harness.extractOutputValues().stream().map(WindowedValue::causedByDrain).toList());
  }

  @SuppressWarnings("unchecked") // an integer is an object
  private static OneInputStreamOperatorTestHarness<WindowedValue<Object>, WindowedValue<Object>>
      harness() throws Exception {
    WindowedValueCoder<Object> coder =
        WindowedValueCoder.of(
            (Coder<Object>) (Coder<?>) VarIntCoder.of(), GlobalWindow.Coder.INSTANCE);
    OneInputStreamOperatorTestHarness<WindowedValue<Object>, WindowedValue<Object>> harness =
        new OneInputStreamOperatorTestHarness<>(
            new StableInputOperatorFactory(
                new StableInputSpec("Stable", coder, new QuietSpec("Stable", List.of()))));
    harness.setup(new EdgeSerializer<>(coder));
    return harness;
  }

  private void element(int timestamp) throws Exception {
    harness.processElement(
        new StreamRecord<>(
            WindowedValues.timestampedValueInGlobalWindow(
                (Object) timestamp, Instant.ofEpochMilli(timestamp))));
  }

  private void complete(long checkpointId) throws Exception {
    harness.notifyOfCompletedCheckpoint(checkpointId);
    harness.setProcessingTime(++clock);
  }

  /** What has come out since the last call. */
  private List<Object> output() {
    List<Object> values = new ArrayList<>();
    harness.extractOutputValues().forEach(element -> values.add(element.getValue()));
    harness.getOutput().removeIf(StreamRecord.class::isInstance);
    return values;
  }

  private long watermark() {
    long last = Long.MIN_VALUE;
    for (Object event : harness.getOutput()) {
      if (event instanceof Watermark watermark) {
        last = watermark.getTimestamp();
      }
    }
    return last;
  }

  private List<Long> watermarks() {
    return harness.getOutput().stream()
        .filter(Watermark.class::isInstance)
        .map(watermark -> ((Watermark) watermark).getTimestamp())
        .toList();
  }

  private boolean isIdle() {
    boolean idle = false;
    for (Object event : harness.getOutput()) {
      if (event instanceof WatermarkStatus status) {
        idle = status.isIdle();
      }
    }
    return idle;
  }
}

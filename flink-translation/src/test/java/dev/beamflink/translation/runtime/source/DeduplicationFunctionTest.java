package dev.beamflink.translation.runtime.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.beamflink.translation.runtime.element.EncodedKey;
import dev.beamflink.translation.runtime.element.EncodedKeyTypeInformation;
import dev.beamflink.translation.testkit.StateNames;
import java.util.List;
import java.util.Set;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.values.CausedByDrain;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class DeduplicationFunctionTest {

  private static final long RETENTION = DeduplicationFunction.RETENTION.toMillis();

  private static final class Subtask
      extends KeyedOneInputStreamOperatorTestHarness<
          EncodedKey, WindowedValue<String>, WindowedValue<String>> {

    private static final long serialVersionUID = 1L;

    Subtask() throws Exception {
      super(
          new KeyedProcessOperator<>(new DeduplicationFunction<>()),
          DeduplicationFunction::recordId,
          EncodedKeyTypeInformation.of(ByteArrayCoder.of()));
    }

    void record(String id, String value) throws Exception {
      processElement(
          new StreamRecord<>(
              WindowedValues.of(
                  value,
                  BoundedWindow.TIMESTAMP_MIN_VALUE,
                  GlobalWindow.INSTANCE,
                  PaneInfo.NO_FIRING,
                  id,
                  null,
                  CausedByDrain.NORMAL)));
    }

    List<String> values() {
      return extractOutputValues().stream().map(WindowedValue::getValue).toList();
    }
  }

  @Test
  void hasAllItsStatesWhenItOpens() throws Exception {
    try (Subtask subtask = new Subtask()) {
      subtask.open();
      Set<String> states = StateNames.of(subtask.snapshot(1, 1));
      assertFalse(states.isEmpty());
      for (int id = 0; id < 100; id++) {
        subtask.record("id" + id, "x");
      }
      assertEquals(states, StateNames.of(subtask.snapshot(2, 2)));
    }
  }

  @Test
  void firstRecordWithAnIdPasses() throws Exception {
    try (Subtask subtask = new Subtask()) {
      subtask.open();
      subtask.record("1", "a");
      subtask.record("2", "b");
      subtask.record("1", "a again");
      assertEquals(List.of("a", "b"), subtask.values());
    }
  }

  @Test
  void idIsForgottenWhenItHasNotComeForTheRetention() throws Exception {
    try (Subtask subtask = new Subtask()) {
      subtask.open();
      subtask.setStateTtlProcessingTime(1);
      subtask.record("1", "first");
      subtask.setStateTtlProcessingTime(RETENTION);
      subtask.record("1", "second");
      subtask.setStateTtlProcessingTime(2 * RETENTION - 1);
      subtask.record("1", "third");
      assertEquals(List.of("first"), subtask.values());
      subtask.setStateTtlProcessingTime(3 * RETENTION);
      subtask.record("1", "fourth");
      assertEquals(List.of("first", "fourth"), subtask.values());
    }
  }

  /** Otherwise ids that never come again would stay. */
  @Test
  void stateOfOldIdsGoesAway() throws Exception {
    try (Subtask subtask = new Subtask()) {
      subtask.open();
      subtask.setStateTtlProcessingTime(1);
      for (int id = 0; id < 1000; id++) {
        subtask.record("old" + id, "x");
      }
      assertEquals(1000, subtask.numKeyedStateEntries());
      subtask.setStateTtlProcessingTime(2 * RETENTION);
      for (int id = 0; id < 1000; id++) {
        subtask.record("new" + id, "x");
      }
      assertEquals(1000, subtask.numKeyedStateEntries());
    }
  }

  @Test
  void restoredIdIsKnown() throws Exception {
    OperatorSubtaskState state;
    try (Subtask subtask = new Subtask()) {
      subtask.open();
      subtask.record("1", "a");
      state = subtask.snapshot(1, 1);
    }
    try (Subtask subtask = new Subtask()) {
      subtask.initializeState(state);
      subtask.open();
      subtask.record("1", "again");
      subtask.record("2", "b");
      assertEquals(List.of("b"), subtask.values());
    }
  }
}

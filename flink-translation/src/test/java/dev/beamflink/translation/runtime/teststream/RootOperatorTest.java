package dev.beamflink.translation.runtime.teststream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.beamflink.translation.runtime.element.EdgeSerializer;
import dev.beamflink.translation.runtime.element.WindowedValueCoder;
import dev.beamflink.translation.runtime.time.BeamTime;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.event.WatermarkEvent;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RootOperatorTest {

  private OneInputStreamOperatorTestHarness<Long, WindowedValue<Object>> harness;

  RootOperatorTest() throws Exception {
    harness = harness();
    harness.open();
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  private static OneInputStreamOperatorTestHarness<Long, WindowedValue<Object>> harness()
      throws Exception {
    TestStreamScript script =
        new TestStreamScript(
            "Test",
            coder(),
            List.of(Events.elements(3, "a"), Events.watermark(8), Events.elements(9, "b")));
    OneInputStreamOperatorTestHarness<Long, WindowedValue<Object>> made =
        new OneInputStreamOperatorTestHarness<>(
            new RootOperatorFactory(new RootSpec("Test", script)));
    made.setup(new EdgeSerializer<>(WindowedValueCoder.of(coder(), GlobalWindow.Coder.INSTANCE)));
    return made;
  }

  @SuppressWarnings("unchecked") // a string is an object
  private static Coder<Object> coder() {
    return (Coder<Object>) (Coder<?>) StringUtf8Coder.of();
  }

  private void restore() throws Exception {
    OperatorSubtaskState snapshot = harness.snapshot(1, 1);
    harness.close();
    harness = harness();
    harness.initializeState(snapshot);
    harness.open();
  }

  /** What a step's marker brings out. */
  private List<String> step(long number) throws Exception {
    ((OneInputStreamOperator<?, ?>) harness.getOperator())
        .processWatermark(new WatermarkEvent(TestTime.STEP.newWatermark(number), false));
    List<String> out = new ArrayList<>();
    for (Object one : harness.getOutput()) {
      if (one instanceof StreamRecord<?> record) {
        out.add(String.valueOf(((WindowedValue<?>) record.getValue()).getValue()));
      } else if (one instanceof Watermark watermark) {
        out.add("watermark " + watermark.getTimestamp());
      } else {
        out.add("marker " + TestTime.value((WatermarkEvent) one));
      }
    }
    harness.getOutput().clear();
    return out;
  }

  @Test
  void elementsAndWatermarkOfAStepComeBeforeItsMarker() throws Exception {
    assertEquals(List.of("marker 0"), step(0));
    assertEquals(List.of("a", "marker 1"), step(1));
    assertEquals(List.of("watermark 7", "marker 2"), step(2));
    assertEquals(List.of("b", "marker 3"), step(3));
    assertEquals(
        List.of("watermark " + BeamTime.NATURAL_END, "watermark " + Long.MAX_VALUE, "marker 4"),
        step(4));
  }

  @Test
  void stepThatComesAgainAfterARestoreIsNotPlayedAgain() throws Exception {
    step(0);
    step(1);
    step(2);
    step(3);
    restore();
    assertEquals(List.of("watermark 7", "marker 3"), step(3));
    assertEquals(
        List.of("watermark " + BeamTime.NATURAL_END, "watermark " + Long.MAX_VALUE, "marker 4"),
        step(4));
  }

  @Test
  void stepThatWasNotPlayedBeforeTheSnapshotIsPlayedAfterIt() throws Exception {
    step(0);
    restore();
    assertEquals(List.of("a", "marker 1"), step(1));
  }

  @Test
  void watermarkOfTheStepsIsNotTheRoots() throws Exception {
    harness.processWatermark(new Watermark(Long.MAX_VALUE));
    assertEquals(0, harness.getOutput().size());
  }
}

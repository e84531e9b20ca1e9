package dev.beamflink.translation.runtime.teststream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.translation.runtime.source.FakeReaderContext;
import java.util.List;
import org.apache.flink.api.common.watermark.Watermark;
import org.apache.flink.core.io.InputStatus;
import org.junit.jupiter.api.Test;

class StepReaderTest {

  private final TestSteps steps = new TestSteps(List.of(100L, 200L, 300L));
  private final FakeReaderContext context = new FakeReaderContext(0, 1);
  private final StepReader reader = new StepReader(context, steps);

  private static List<Watermark> markers(long clockMillis, long step) {
    return List.of(TestTime.CLOCK.newWatermark(clockMillis), TestTime.STEP.newWatermark(step));
  }

  private List<Watermark> poll() {
    assertEquals(InputStatus.NOTHING_AVAILABLE, reader.pollNext(null));
    assertFalse(reader.isAvailable().isDone());
    return context.takeWatermarks();
  }

  private void done(long step) {
    reader.handleSourceEvents(new StepDoneEvent(step));
    assertTrue(reader.isAvailable().isDone());
  }

  @Test
  void emitsAStepWhenTheOneBeforeIsDoneAndEndsAfterTheLast() {
    assertEquals(List.of(), poll());
    reader.handleSourceEvents(new StartEvent());
    assertEquals(markers(100, 0), poll());
    assertEquals(List.of(), poll());
    done(0);
    assertEquals(markers(200, 1), poll());
    done(1);
    assertEquals(markers(300, 2), poll());
    done(2);
    assertEquals(InputStatus.END_OF_INPUT, reader.pollNext(null));
  }

  @Test
  void restoredReaderRepeatsItsStep() throws Exception {
    reader.handleSourceEvents(new StartEvent());
    poll();
    done(0);
    poll();
    StepSplitSerializer format = new StepSplitSerializer();
    StepSplit state = format.deserialize(1, format.serialize(reader.snapshotState(1).get(0)));

    StepReader restored = new StepReader(context, steps);
    restored.addSplits(List.of(state));
    restored.handleSourceEvents(new StartEvent());
    restored.pollNext(null);
    assertEquals(markers(200, 1), context.takeWatermarks());
  }

  @Test
  void stepThatItIsNotAtIsRefused() {
    reader.handleSourceEvents(new StartEvent());
    assertThrows(
        IllegalStateException.class, () -> reader.handleSourceEvents(new StepDoneEvent(1)));
  }
}

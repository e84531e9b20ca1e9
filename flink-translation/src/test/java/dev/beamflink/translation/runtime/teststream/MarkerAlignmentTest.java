package dev.beamflink.translation.runtime.teststream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.event.WatermarkEvent;
import org.junit.jupiter.api.Test;

class MarkerAlignmentTest {

  private final List<WatermarkEvent> aligned = new ArrayList<>();
  private final MarkerAlignment alignment = new MarkerAlignment(3, aligned::add);

  private static WatermarkEvent step(long number) {
    return new WatermarkEvent(TestTime.STEP.newWatermark(number), false);
  }

  private static WatermarkEvent clock(long millis) {
    return new WatermarkEvent(TestTime.CLOCK.newWatermark(millis), false);
  }

  @Test
  void markerIsThereWhenItHasComeOnAllInputs() throws Exception {
    alignment.arrived(2, step(0));
    alignment.arrived(1, step(0));
    assertEquals(List.of(), aligned);
    alignment.arrived(3, step(0));
    assertEquals(List.of(step(0)), aligned);
    alignment.arrived(3, step(1));
    alignment.arrived(1, step(1));
    assertEquals(List.of(step(0)), aligned);
    alignment.arrived(2, step(1));
    assertEquals(List.of(step(0), step(1)), aligned);
  }

  @Test
  void clockAndStepAreApart() throws Exception {
    alignment.arrived(1, clock(5));
    alignment.arrived(1, step(0));
    alignment.arrived(2, clock(5));
    alignment.arrived(3, clock(5));
    assertEquals(List.of(clock(5)), aligned);
  }

  @Test
  void negativeTimesAreTimes() throws Exception {
    for (int input = 1; input <= 3; input++) {
      alignment.arrived(input, clock(TestSteps.START_MILLIS));
    }
    assertEquals(List.of(clock(TestSteps.START_MILLIS)), aligned);
  }
}

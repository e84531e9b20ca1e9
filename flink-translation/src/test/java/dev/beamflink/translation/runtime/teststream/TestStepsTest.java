package dev.beamflink.translation.runtime.teststream;

import static dev.beamflink.translation.runtime.teststream.TestSteps.END_MILLIS;
import static dev.beamflink.translation.runtime.teststream.TestSteps.START_MILLIS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class TestStepsTest {

  @Test
  void eachEventIsAStepBetweenStartAndEnd() throws Exception {
    TestSteps steps =
        TestSteps.of(
            List.of(
                Events.stream(
                    Events.elements(0, "a"), Events.time(5), Events.watermark(7), Events.time(2))));
    assertEquals(
        List.of(
            START_MILLIS,
            START_MILLIS,
            START_MILLIS + 5,
            START_MILLIS + 5,
            START_MILLIS + 7,
            START_MILLIS + 7,
            END_MILLIS),
        steps.clockMillis());
    assertEquals(6, steps.last());
  }

  @Test
  void everyStreamAdvancesTheClockOfAll() throws Exception {
    TestSteps steps =
        TestSteps.of(
            List.of(
                Events.stream(Events.time(5)),
                Events.stream(Events.time(3), Events.elements(0, "a"), Events.time(1))));
    assertEquals(START_MILLIS + 8, steps.clockMillisAt(1));
    assertEquals(START_MILLIS + 8, steps.clockMillisAt(2));
    assertEquals(START_MILLIS + 9, steps.clockMillisAt(3));
    assertEquals(5, steps.last());
  }

  @Test
  void clockNeverGoesBackAtTheEnd() {
    TestSteps steps =
        TestSteps.of(List.of(Events.stream(Events.time(2 * END_MILLIS - START_MILLIS))));
    assertEquals(2 * END_MILLIS, steps.clockMillisAt(steps.last()));
  }
}

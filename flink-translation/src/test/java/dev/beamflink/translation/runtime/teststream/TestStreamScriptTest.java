package dev.beamflink.translation.runtime.teststream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.beamflink.translation.runtime.stage.TransformFailedException;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.model.pipeline.v1.RunnerApi.TestStreamPayload.Event;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

class TestStreamScriptTest {

  private static TestStreamScript script(List<Event> events) {
    return new TestStreamScript("Test", coder(StringUtf8Coder.of()), events);
  }

  @SuppressWarnings("unchecked") // anything is an object
  private static Coder<Object> coder(Coder<?> coder) {
    return (Coder<Object>) coder;
  }

  private static List<WindowedValue<Object>> play(TestStreamScript script, long step) {
    List<WindowedValue<Object>> elements = new ArrayList<>();
    script.play(step, null, elements::add);
    return elements;
  }

  private static WindowedValue<Object> element(String value, long timestamp) {
    return WindowedValues.timestampedValueInGlobalWindow(value, new Instant(timestamp));
  }

  @Test
  void eventTakesItsStep() throws Exception {
    TestStreamScript script =
        script(List.of(Events.elements(3, "a", "b"), Events.time(9), Events.elements(4, "c")));
    assertEquals(List.of(), play(script, TestSteps.FIRST));
    assertEquals(List.of(element("a", 3), element("b", 3)), play(script, 1));
    assertEquals(List.of(), play(script, 2));
    assertEquals(List.of(element("c", 4)), play(script, 3));
    assertEquals(List.of(), play(script, 4));
  }

  @Test
  void watermarkStaysUntilTheNextAndEndsWithTheEvents() throws Exception {
    TestStreamScript script =
        script(List.of(Events.watermark(5), Events.elements(3, "late"), Events.watermark(8)));
    assertEquals(BoundedWindow.TIMESTAMP_MIN_VALUE, script.watermarkAfter(0));
    assertEquals(new Instant(5), script.watermarkAfter(1));
    assertEquals(new Instant(5), script.watermarkAfter(2));
    assertEquals(new Instant(8), script.watermarkAfter(3));
    assertEquals(BoundedWindow.TIMESTAMP_MAX_VALUE, script.watermarkAfter(4));
  }

  @Test
  void outputHasTheEventsOfItsTag() throws Exception {
    List<Event> events =
        List.of(
            Events.elements("x", 3, "a"), Events.elements("y", 3, "b"), Events.watermark("y", 5));
    TestStreamScript x = script(TestStreamScript.eventsOf("x", events));
    TestStreamScript y = script(TestStreamScript.eventsOf("y", events));
    assertEquals(List.of(element("a", 3)), play(x, 1));
    assertEquals(List.of(), play(x, 2));
    assertEquals(BoundedWindow.TIMESTAMP_MIN_VALUE, x.watermarkAfter(3));
    assertEquals(List.of(element("b", 3)), play(y, 2));
    assertEquals(new Instant(5), y.watermarkAfter(3));
  }

  @Test
  void elementThatItsCoderCannotReadNamesTheTransform() throws Exception {
    TestStreamScript script =
        new TestStreamScript(
            "Read/It", coder(VarLongCoder.of()), List.of(Events.elements(0, "no number at all")));
    assertEquals(
        "Read/It",
        assertThrows(TransformFailedException.class, () -> play(script, 1)).transformName());
  }
}

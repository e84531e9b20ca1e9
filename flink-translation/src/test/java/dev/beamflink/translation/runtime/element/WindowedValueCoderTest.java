package dev.beamflink.translation.runtime.element;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.values.CausedByDrain;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

class WindowedValueCoderTest {

  private static final IntervalWindow WINDOW =
      new IntervalWindow(Instant.ofEpochMilli(0), Instant.ofEpochMilli(10));
  private static final IntervalWindow NEXT =
      new IntervalWindow(Instant.ofEpochMilli(10), Instant.ofEpochMilli(20));

  private final WindowedValueCoder<Long> global =
      WindowedValueCoder.of(VarLongCoder.of(), GlobalWindow.Coder.INSTANCE);
  private final WindowedValueCoder<Long> interval =
      WindowedValueCoder.of(VarLongCoder.of(), IntervalWindow.getCoder());

  @Test
  void commonCaseCostsOneByte() throws Exception {
    WindowedValue<Long> element = WindowedValues.valueInGlobalWindow(7L);
    assertArrayEquals(new byte[] {0, 7}, CoderUtils.encodeToByteArray(global, element));
    assertSurvives(global, element);
  }

  @Test
  void timestampAtTheWindowsEndIsNotWritten() throws Exception {
    WindowedValue<Long> atEnd =
        WindowedValues.of(7L, WINDOW.maxTimestamp(), WINDOW, PaneInfo.NO_FIRING);
    WindowedValue<Long> earlier =
        WindowedValues.of(7L, Instant.ofEpochMilli(3), WINDOW, PaneInfo.NO_FIRING);
    assertEquals(
        CoderUtils.encodeToByteArray(interval, atEnd).length + Long.BYTES,
        CoderUtils.encodeToByteArray(interval, earlier).length);
    assertSurvives(interval, atEnd);
    assertSurvives(interval, earlier);
  }

  @Test
  void everyPartSurvives() throws Exception {
    PaneInfo pane = PaneInfo.createPane(false, true, PaneInfo.Timing.LATE, 3, 1);
    for (List<IntervalWindow> windows : List.of(List.of(WINDOW), List.of(WINDOW, NEXT))) {
      for (CausedByDrain drain : CausedByDrain.values()) {
        assertSurvives(
            interval,
            WindowedValues.of(1L, Instant.ofEpochMilli(-5), windows, pane, "id", 12L, drain));
      }
    }
    assertSurvives(
        global,
        WindowedValues.of(
            1L, BoundedWindow.TIMESTAMP_MAX_VALUE, GlobalWindow.INSTANCE, PaneInfo.NO_FIRING));
  }

  @Test
  void keyedElementSurvivesTheEdge() throws Exception {
    KeyedElementCoder<Long> coder = KeyedElementCoder.of(interval);
    EdgeSerializer<KeyedElement<Long>> serializer = new EdgeSerializer<>(coder);
    KeyedElement<Long> element =
        new KeyedElement<>(
            EncodedKey.encode(StringUtf8Coder.of(), "key"),
            WindowedValues.of(5L, Instant.ofEpochMilli(1), WINDOW, PaneInfo.NO_FIRING));
    DataOutputSerializer out = new DataOutputSerializer(64);
    serializer.serialize(element, out);
    serializer.serialize(element, out);
    DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());
    assertEquals(element, serializer.deserialize(in));
    assertEquals(element, serializer.deserialize(in));
    assertEquals(0, in.available());
  }

  private static void assertSurvives(WindowedValueCoder<Long> coder, WindowedValue<Long> element)
      throws Exception {
    WindowedValue<Long> copy = CoderUtils.clone(coder, element);
    assertEquals(element, copy);
    assertEquals(element.getRecordId(), copy.getRecordId());
    assertEquals(element.getRecordOffset(), copy.getRecordOffset());
    assertEquals(element.causedByDrain(), copy.causedByDrain());
  }
}

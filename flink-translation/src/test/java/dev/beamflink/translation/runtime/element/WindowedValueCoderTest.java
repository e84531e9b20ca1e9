package dev.beamflink.translation.runtime.element;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.values.CausedByDrain;
import org.apache.beam.sdk.values.KV;
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

  @Test
  void elementOfGlobalWindowIsAsBeams() throws Exception {
    for (long millis :
        new long[] {
          0,
          -5,
          BoundedWindow.TIMESTAMP_MIN_VALUE.getMillis(),
          BoundedWindow.TIMESTAMP_MAX_VALUE.getMillis(),
          GlobalWindow.INSTANCE.maxTimestamp().getMillis()
        }) {
      Instant timestamp = Instant.ofEpochMilli(millis);
      WindowedValue<Long> beams = WindowedValues.timestampedValueInGlobalWindow(7L, timestamp);
      WindowedValue<Long> ours = GlobalElement.of(7L, timestamp);
      assertEquals(beams, ours);
      assertEquals(ours, beams);
      assertEquals(beams.hashCode(), ours.hashCode());
      assertEquals(beams.withValue("a"), ours.withValue("a"));
      assertArrayEquals(onEdge(global, beams), onEdge(global, ours));
      assertSurvives(global, ours);
    }
    assertNotEquals(
        GlobalElement.of(7L, Instant.ofEpochMilli(1)),
        GlobalElement.of(7L, Instant.ofEpochMilli(2)));
    assertNotEquals(
        GlobalElement.of(7L, Instant.ofEpochMilli(1)),
        GlobalElement.of(8L, Instant.ofEpochMilli(1)));
  }

  @Test
  void bytesOnTheWire() throws Exception {
    Instant timestamp = Instant.ofEpochMilli(1_000_000_000_000L);
    int headerAndTimestamp = 1 + Long.BYTES;
    assertEquals(
        headerAndTimestamp + 3, onEdge(global, GlobalElement.of(1_000_000L, timestamp)).length);
    WindowedValueCoder<KV<String, Long>> pairs =
        WindowedValueCoder.of(
            KvCoder.of(StringUtf8Coder.of(), VarLongCoder.of()), GlobalWindow.Coder.INSTANCE);
    assertEquals(
        headerAndTimestamp + 1 + "key".length() + 3,
        onEdge(pairs, GlobalElement.of(KV.of("key", 1_000_000L), timestamp)).length);
  }

  private static void assertSurvives(WindowedValueCoder<Long> coder, WindowedValue<Long> element)
      throws Exception {
    assertSame(element, CoderUtils.clone(coder, element));
    byte[] bytes = onEdge(coder, element);
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    coder.encode(element, expected);
    assertArrayEquals(expected.toByteArray(), bytes);
    DataInputDeserializer in = new DataInputDeserializer(bytes);
    assertSame(element, new EdgeSerializer<>(coder).deserialize(in));
    assertEquals(0, in.available());
  }

  private static <T> byte[] onEdge(WindowedValueCoder<T> coder, WindowedValue<T> element)
      throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(1);
    new EdgeSerializer<>(coder).serialize(element, out);
    return out.getCopyOfBuffer();
  }

  private static void assertSame(WindowedValue<Long> element, WindowedValue<Long> copy) {
    assertEquals(element, copy);
    assertEquals(element.getRecordId(), copy.getRecordId());
    assertEquals(element.getRecordOffset(), copy.getRecordOffset());
    assertEquals(element.causedByDrain(), copy.causedByDrain());
  }
}

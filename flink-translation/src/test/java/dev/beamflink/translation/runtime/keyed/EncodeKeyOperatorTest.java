package dev.beamflink.translation.runtime.keyed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.translation.runtime.element.EdgeSerializer;
import dev.beamflink.translation.runtime.element.EncodedKey;
import dev.beamflink.translation.runtime.element.KeyedElement;
import dev.beamflink.translation.runtime.element.KeyedElementCoder;
import dev.beamflink.translation.runtime.element.WindowedValueCoder;
import dev.beamflink.translation.runtime.stage.TransformFailedException;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

class EncodeKeyOperatorTest {

  @Test
  void keyIsEncodedAndTheRestStays() throws Exception {
    StreamRecord<?> record = keyed(BatchOrder.NONE, element("key", "value", 7)).get(0);
    KeyedElement<?> keyed = (KeyedElement<?>) record.getValue();
    assertEquals(EncodedKey.encode(StringUtf8Coder.of(), "key"), keyed.key());
    assertEquals(
        WindowedValues.timestampedValueInGlobalWindow("value", new Instant(7)), keyed.value());
    assertFalse(record.hasTimestamp(), "a timestamp would be shipped");
  }

  @Test
  void valueMayBeNull() throws Exception {
    StreamRecord<?> record = keyed(BatchOrder.NONE, element("key", null, 7)).get(0);
    assertEquals(null, ((KeyedElement<?>) record.getValue()).value().getValue());
  }

  @Test
  void recordsAreSortedAsTheyCame() throws Exception {
    List<? extends StreamRecord<?>> records =
        keyed(BatchOrder.ARRIVAL, element("a", "1", 9), element("a", "2", 7));
    assertEquals(List.of(0L, 1L), records.stream().map(StreamRecord::getTimestamp).toList());
  }

  @Test
  void recordsAreSortedByEventTime() throws Exception {
    List<? extends StreamRecord<?>> records =
        keyed(BatchOrder.EVENT_TIME, element("a", "1", 9), element("a", "2", 7));
    assertEquals(List.of(9L, 7L), records.stream().map(StreamRecord::getTimestamp).toList());
  }

  @Test
  void refusedKeyNamesTheTransform() {
    TransformFailedException thrown =
        assertThrows(
            TransformFailedException.class,
            () -> keyed(BatchOrder.NONE, element(null, "value", 7)));
    assertEquals("Test/Group", thrown.transformName());
    assertTrue(thrown.getMessage().contains("Key 'null' is refused"), thrown.getMessage());
  }

  @SafeVarargs
  private static List<? extends StreamRecord<?>> keyed(
      BatchOrder order, WindowedValue<Object>... elements) throws Exception {
    EncodeKeySpec spec = new EncodeKeySpec(new KeyEncoder("Test/Group", strings()), order);
    try (OneInputStreamOperatorTestHarness<WindowedValue<Object>, KeyedElement<Object>> harness =
        new OneInputStreamOperatorTestHarness<>(new EncodeKeyOperatorFactory(spec))) {
      harness.setup(
          new EdgeSerializer<>(
              KeyedElementCoder.of(WindowedValueCoder.of(strings(), GlobalWindow.Coder.INSTANCE))));
      harness.open();
      for (WindowedValue<Object> element : elements) {
        harness.processElement(new StreamRecord<>(element));
      }
      return harness.extractOutputStreamRecords();
    }
  }

  private static WindowedValue<Object> element(String key, String value, long timestamp) {
    return WindowedValues.timestampedValueInGlobalWindow(KV.of(key, value), new Instant(timestamp));
  }

  @SuppressWarnings("unchecked") // a string is an object
  private static Coder<Object> strings() {
    return (Coder<Object>) (Coder<?>) StringUtf8Coder.of();
  }
}

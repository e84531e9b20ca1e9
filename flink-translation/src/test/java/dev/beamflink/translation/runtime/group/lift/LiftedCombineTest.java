package dev.beamflink.translation.runtime.group.lift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.translation.runtime.element.EncodedKey;
import dev.beamflink.translation.runtime.element.KeyedElement;
import dev.beamflink.translation.runtime.element.WindowedValueCoder;
import dev.beamflink.translation.runtime.keyed.KeyEncoder;
import dev.beamflink.translation.runtime.stage.TransformFailedException;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.CannotProvideCoderException;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.coders.VoidCoder;
import org.apache.beam.sdk.transforms.Combine.CombineFn;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.transforms.windowing.TimestampCombiner;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LiftedCombineTest {

  private static final IntervalWindow FIRST = window(0, 10);
  private static final IntervalWindow SECOND = window(10, 20);

  private final List<KeyedElement<Object>> output = new ArrayList<>();

  @Test
  void nothingIsHandedOverBeforeAFlush() throws Exception {
    LiftedCombine combine = counting(strings(), TimestampCombiner.END_OF_WINDOW);
    combine.process(element("a", 3, FIRST));
    assertEquals(List.of(), output);
    combine.flush();
    assertEquals(List.of("a:1 @9 0"), texts());
  }

  @Test
  void flushForgets() throws Exception {
    LiftedCombine combine = counting(strings(), TimestampCombiner.END_OF_WINDOW);
    combine.process(element("a", 3, FIRST));
    combine.flush();
    combine.flush();
    combine.process(element("a", 3, FIRST));
    combine.flush();
    assertEquals(List.of("a:1 @9 0", "a:1 @9 0"), texts());
  }

  @Test
  void keysAndWindowsAreKeptApart() throws Exception {
    LiftedCombine combine = counting(strings(), TimestampCombiner.END_OF_WINDOW);
    combine.process(element("a", 3, FIRST));
    combine.process(element("b", 4, FIRST));
    combine.process(element("a", 5, FIRST, SECOND));
    combine.flush();
    assertEquals(List.of("a:1 @19 10", "a:2 @9 0", "b:1 @9 0"), texts());
  }

  @ParameterizedTest
  @CsvSource({"EARLIEST, 3", "LATEST, 7", "END_OF_WINDOW, 9"})
  void timestampsCombine(TimestampCombiner timestamps, long expected) throws Exception {
    LiftedCombine combine = counting(strings(), timestamps);
    for (long timestamp : new long[] {5, 3, 7}) {
      combine.process(element("a", timestamp, FIRST));
    }
    combine.flush();
    assertEquals(List.of("a:3 @" + expected + " 0"), texts());
  }

  @Test
  void keysWithoutEqualityCombineByTheirBytes() throws Exception {
    LiftedCombine combine = counting(cast(ByteArrayCoder.of()), TimestampCombiner.END_OF_WINDOW);
    combine.process(element(new byte[] {1}, 3, FIRST));
    combine.process(element(new byte[] {1}, 3, FIRST));
    combine.flush();
    assertEquals(1, output.size());
    assertEquals(EncodedKey.encode(ByteArrayCoder.of(), new byte[] {1}), output.get(0).key());
  }

  @Test
  void keyMayBeNull() throws Exception {
    LiftedCombine combine = counting(cast(VoidCoder.of()), TimestampCombiner.END_OF_WINDOW);
    combine.process(element(null, 3, FIRST));
    combine.process(element(null, 3, FIRST));
    combine.flush();
    assertEquals(1, output.size());
  }

  @Test
  void manyEntriesAreFlushed() {
    LiftedCombine combine = counting(strings(), TimestampCombiner.END_OF_WINDOW);
    for (int i = 0; i < 1_000_000; i++) {
      combine.process(element("key " + i, 3, FIRST));
    }
    assertTrue(output.size() > 700_000, "handed over without a flush: " + output.size());
  }

  @Test
  void combiningPausesWhereItIsInVain() {
    LiftedCombine combine = counting(strings(), TimestampCombiner.END_OF_WINDOW);
    assertFalse(combine.pauses());
    for (int i = 0; i < 1_000_000; i++) {
      combine.process(element("key " + i, 3, FIRST));
    }
    assertTrue(combine.pauses());
  }

  @Test
  void combiningDoesNotPauseWhereElementsShareAccumulators() {
    LiftedCombine combine = counting(strings(), TimestampCombiner.END_OF_WINDOW);
    for (int i = 0; i < 1_000_000; i++) {
      combine.process(element("key " + i / 5, 3, FIRST));
    }
    assertFalse(combine.pauses());
  }

  @Test
  void largeKeysAreFlushedSoon() {
    LiftedCombine combine = counting(strings(), TimestampCombiner.END_OF_WINDOW);
    for (int i = 0; i < 100; i++) {
      combine.process(element(i + "x".repeat(1 << 20), 3, FIRST));
      assertTrue(i - output.size() < 32, "kept: " + (i - output.size()));
    }
  }

  @Test
  void hotKeyIsOneEntryHoweverOftenItComes() {
    LiftedCombine combine = counting(strings(), TimestampCombiner.END_OF_WINDOW);
    for (int i = 0; i < 1_000_000; i++) {
      combine.process(element("hot", 3, FIRST));
    }
    combine.flush();
    assertEquals(1, output.size());
  }

  @Test
  void failureNamesTheTransform() {
    LiftedCombine combine = counting(strings(), TimestampCombiner.END_OF_WINDOW);
    combine.process(element(null, 3, FIRST));
    TransformFailedException thrown = assertThrows(TransformFailedException.class, combine::flush);
    assertEquals("Test/Combine", thrown.transformName());
  }

  @SuppressWarnings("unchecked") // its types are objects
  private LiftedCombine counting(Coder<Object> keyCoder, TimestampCombiner timestamps) {
    CombineFn<Object, ?, ?> count = (CombineFn<Object, ?, ?>) (CombineFn<?, ?, ?>) count();
    Coder<long[]> accumulatorCoder = longs();
    return new LiftedCombine(
        new LiftSpec(
            new KeyEncoder("Test/Combine", keyCoder),
            (CombineFn<Object, Object, Object>) count,
            timestamps,
            WindowedValueCoder.of(cast(accumulatorCoder), IntervalWindow.getCoder())),
        LiftedCombine.Room.BATCH,
        (key, accumulator) -> output.add(new KeyedElement<>(key, accumulator)));
  }

  private static CombineFn<Object, ?, Long> count() {
    return Count.combineFn();
  }

  @SuppressWarnings("unchecked") // the accumulator of Count is a long[1]
  private static Coder<long[]> longs() {
    try {
      return (Coder<long[]>)
          count().getAccumulatorCoder(CoderRegistry.createDefault(), cast(VarLongCoder.of()));
    } catch (CannotProvideCoderException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<String> texts() throws Exception {
    List<String> texts = new ArrayList<>();
    for (KeyedElement<Object> pair : output) {
      WindowedValue<Object> element = pair.value();
      IntervalWindow window = (IntervalWindow) element.getWindows().iterator().next();
      texts.add(
          "%s:%d @%d %d"
              .formatted(
                  pair.key().decode(strings()),
                  ((long[]) element.getValue())[0],
                  element.getTimestamp().getMillis(),
                  window.start().getMillis()));
    }
    texts.sort(null);
    return texts;
  }

  private static WindowedValue<Object> element(
      Object key, long timestamp, BoundedWindow... windows) {
    return WindowedValues.of(
        KV.of(key, "value"), new Instant(timestamp), List.of(windows), PaneInfo.NO_FIRING);
  }

  private static IntervalWindow window(long start, long end) {
    return new IntervalWindow(new Instant(start), new Instant(end));
  }

  private static Coder<Object> strings() {
    return cast(StringUtf8Coder.of());
  }

  @SuppressWarnings("unchecked") // everything is an object
  private static Coder<Object> cast(Coder<?> coder) {
    return (Coder<Object>) coder;
  }
}

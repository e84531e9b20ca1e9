package dev.beamflink.translation.runtime.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.translation.runtime.element.EncodedKey;
import dev.beamflink.translation.runtime.element.WindowedValueCoder;
import dev.beamflink.translation.runtime.state.CountedStates;
import dev.beamflink.translation.runtime.state.KeyedStateInternals;
import dev.beamflink.translation.runtime.state.TestBackend;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.beam.runners.core.InMemoryTimerInternals;
import org.apache.beam.runners.core.TimerInternals.TimerData;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The elements' values are their timestamps. */
class TimeSortedInputTest {

  private static final Duration LATENESS = Duration.millis(5);

  @TempDir Path directory;
  private final InMemoryTimerInternals timers = new InMemoryTimerInternals();
  private final List<Object> handedOver = new ArrayList<>();
  private TestBackend backend;
  private final CountedStates counted = new CountedStates();
  private TimeSortedInput input;

  @BeforeEach
  @SuppressWarnings({"unchecked", "rawtypes"}) // an integer is an Object
  void open() throws Exception {
    backend = TestBackend.open(TestBackend.Kind.HASHMAP, directory);
    backend.get().setCurrentKey(EncodedKey.ofBytes(new byte[] {1}));
    WindowedValueCoder<Object> coder =
        WindowedValueCoder.of(
            (Coder<Object>) (Coder) VarIntCoder.of(),
            (Coder<BoundedWindow>) (Coder) GlobalWindow.Coder.INSTANCE);
    KeyedStateInternals state =
        new KeyedStateInternals(
            counted.counted(backend.get()),
            "Transform",
            GlobalWindow.Coder.INSTANCE,
            () -> "key",
            (previous, now) -> {},
            backend.keptValues());
    input =
        new TimeSortedInput(
            coder, state, timers, LATENESS, element -> handedOver.add(element.getValue()));
  }

  @AfterEach
  void close() throws Exception {
    backend.close();
  }

  private static WindowedValue<Object> element(int timestamp) {
    return WindowedValues.timestampedValueInGlobalWindow(
        timestamp, Instant.ofEpochMilli(timestamp));
  }

  private void advance(int watermark) throws Exception {
    timers.advanceInputWatermark(Instant.ofEpochMilli(watermark));
    TimerData timer = timers.removeNextEventTimer();
    while (timer != null) {
      assertTrue(input.isTurn(timer));
      input.turn(timer);
      timer = timers.removeNextEventTimer();
    }
  }

  @Test
  void elementsWaitUntilNoEarlierOneCanCome() throws Exception {
    input.add(element(30));
    input.add(element(10));
    input.add(element(20));
    advance(14);
    assertEquals(List.of(), handedOver);
    advance(26);
    assertEquals(List.of(10, 20), handedOver);
    assertFalse(input.isTooLate(element(21)));
    assertTrue(input.isTooLate(element(20)));
    input.add(element(25));
    advance(100);
    assertEquals(List.of(10, 20, 25, 30), handedOver);
    assertNull(timers.getNextTimer(TimeDomain.EVENT_TIME));
  }

  @Test
  void readsLittleHoweverManyWait() throws Exception {
    int count = 5_000;
    List<Integer> timestamps = new ArrayList<>(IntStream.range(0, count).boxed().toList());
    Collections.shuffle(timestamps, new Random(7));
    for (int timestamp : timestamps) {
      input.add(element(timestamp));
    }
    int perAddition = counted.count("get") / count;
    assertTrue(perAddition <= 4, "reads per element that comes: " + perAddition);
    for (int watermark = 0; watermark < 2 * count; watermark++) {
      advance(watermark);
    }
    assertEquals(IntStream.range(0, count).boxed().toList(), handedOver);
    int inAll = counted.count("get") / count;
    assertTrue(inAll <= 14, "reads per element in all: " + inAll);
  }
}

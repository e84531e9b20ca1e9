package dev.beamflink.translation.runtime.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.translation.runtime.element.KeyedElement;
import dev.beamflink.translation.runtime.operator.StatefulStage.Element;
import dev.beamflink.translation.runtime.timer.TimerStrategy;
import dev.beamflink.translation.testkit.Backend;
import dev.beamflink.translation.testkit.Subtasks;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CustomCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.WindowFn;
import org.joda.time.Duration;
import org.junit.jupiter.api.Test;

/** Stages with state and timers in BATCH whose user code takes effect when its bundle ends. */
class KeyRoundsTest {

  private static final WindowFn<?, ?> GLOBAL = new GlobalWindows();
  private static final WindowFn<?, ?> TENS = FixedWindows.of(Duration.millis(10));
  private static final int MANY = 100_000;

  private final List<Integer> bundles = new ArrayList<>();
  private final List<String> seen = new ArrayList<>();

  @Test
  void keysShareBundlesAndSoDoTheirTimers() throws Exception {
    run(new Sums(), GLOBAL, MANY, numbered(1000, 2));
    assertEquals(List.of(2000, 1000), bundles);
    assertEquals(
        IntStream.range(0, 1000).mapToObj(key -> "k%03d [0, 1]".formatted(key)).toList(), seen);
  }

  @Test
  void keysWithStateAloneHaveNoOtherBundle() throws Exception {
    run(new Bags(), TENS, MANY, numbered(1000, 1));
    assertEquals(List.of(1000), bundles);
  }

  @Test
  void bundlesHaveNoMoreElementsOrTimersThanTheyMay() throws Exception {
    run(new Sums(), GLOBAL, 100, numbered(250, 2));
    assertEquals(500 + 250, bundles.stream().mapToInt(Integer::intValue).sum());
    assertEquals(100, Collections.max(bundles));
    assertTrue(bundles.size() <= 10, bundles::toString);
  }

  @Test
  void oneElementPerBundleMeansOneTimerPerBundle() throws Exception {
    run(new Sums(), GLOBAL, 1, numbered(3, 2));
    assertEquals(Collections.nCopies(9, 1), bundles);
    assertEquals(List.of("k000 [0, 1]", "k001 [0, 1]", "k002 [0, 1]"), seen);
  }

  /** The first timer sets the second one, which must fire ahead of the third, and clears one. */
  @Test
  void timersSeeWhatEarlierOnesOfTheirKeyHaveDone() throws Exception {
    run(new Ring(), GLOBAL, MANY, numbered(3, 1));
    assertEquals(List.of(3, 3, 3, 3), bundles);
    for (String key : List.of("k000", "k001", "k002")) {
      assertEquals(
          List.of(key + " first [0]", key + " second [0, 10]", key + " third [0, 10, 20]"),
          seenOf(key));
    }
  }

  @Test
  void processingTimePassesBeforeWindowsEnd() throws Exception {
    run(new Clocks(), TENS, MANY, numbered(2, 1));
    assertEquals(List.of(2, 2, 2, 2, 2), bundles);
    for (String key : List.of("k000", "k001")) {
      assertEquals(
          List.of(key + " tick [0]", key + " tock [0]", key + " event [0]", key + " expired [0]"),
          seenOf(key));
    }
  }

  /** A window's state is cleared when user code has seen its end, of that window alone. */
  @Test
  void endsOfWindowsShareBundles() throws Exception {
    List<Element> elements = new ArrayList<>();
    for (String key : List.of("a", "b", "c")) {
      elements.add(new Element(key, 1, 5));
      elements.add(new Element(key, 2, 15));
    }
    run(new Late(), TENS, MANY, elements);
    assertEquals(List.of(6, 3, 3, 3, 3), bundles);
    for (String key : List.of("a", "b", "c")) {
      assertEquals(
          List.of(key + " expired [1]", key + " expired [2]", key + " after []", key + " after []"),
          seenOf(key));
    }
  }

  @Test
  void keyLargerThanARoundKeepsItsStateUntilItsLastElement() throws Exception {
    List<Element> elements = new ArrayList<>(List.of(new Element("a", 1, 0)));
    for (int i = 0; i < 7; i++) {
      elements.add(new Element("b", i, 0));
    }
    elements.add(new Element("c", 2, 0));
    run(new Sums(), GLOBAL, 2, elements);
    assertEquals(List.of("a [1]", "b [0, 1, 2, 3, 4, 5, 6]", "c [2]"), seen);
  }

  @Test
  void bundleEndsWhenItsElementsAreLarge() throws Exception {
    run(new Sums(), GLOBAL, MANY, new MebibyteCoder(), numbered(40, 1));
    assertEquals(List.of(16, 16, 8, 40), bundles);
  }

  @Test
  void roundIsOverWhenItsStateIsLarge() throws Exception {
    run(
        new Sums() {
          @Override
          public void element(int value, LateStage.Call call) {
            super.element(value, call);
            call.grow(5 << 20); // 5 MiB
          }
        },
        GLOBAL,
        4,
        numbered(9, 1));
    // The fourth key fills the round's bundle; then it is known what they take.
    assertEquals(List.of(4, 4, 4, 4, 1, 1), bundles);
  }

  @Test
  void whatUserCodeThrowsFailsTheTask() throws Exception {
    LateStage.Code failing =
        new Sums() {
          @Override
          public void timer(String id, LateStage.Call call) {
            if (call.key().equals("k001")) {
              throw new IllegalStateException("meant");
            }
            super.timer(id, call);
          }
        };
    IllegalStateException thrown =
        assertThrows(IllegalStateException.class, () -> run(failing, GLOBAL, MANY, numbered(3, 1)));
    assertEquals("meant", thrown.getMessage());
    assertEquals(List.of("k000 [0]"), seen);
  }

  /** Keys of so many elements, of which the values count up. */
  private static List<Element> numbered(int keys, int elements) {
    List<Element> numbered = new ArrayList<>();
    for (int key = 0; key < keys; key++) {
      for (int value = 0; value < elements; value++) {
        numbered.add(new Element("k%03d".formatted(key), value, 0));
      }
    }
    return numbered;
  }

  private List<String> seenOf(String key) {
    return seen.stream().filter(entry -> entry.startsWith(key + " ")).toList();
  }

  private void run(
      LateStage.Code code, WindowFn<?, ?> windowFn, int bundleSize, List<Element> elements)
      throws Exception {
    run(code, windowFn, bundleSize, VarIntCoder.of(), elements);
  }

  private void run(
      LateStage.Code code,
      WindowFn<?, ?> windowFn,
      int bundleSize,
      Coder<?> values,
      List<Element> elements)
      throws Exception {
    StatefulStage stage =
        LateStage.stage(
            new LateStage.Stages(code, windowFn, bundles), values, TimerStrategy.BATCH, bundleSize);
    try (Subtasks<KeyedElement<Object>> subtasks = stage.open(Backend.HASH_MAP)) {
      for (Element element : elements) {
        stage.process(element, subtasks);
      }
      subtasks.watermark(BoundedWindow.TIMESTAMP_MAX_VALUE);
      subtasks.endInput();
    }
  }

  /** Adds to a bag. */
  private static class Bags implements LateStage.Code {
    @Override
    public void element(int value, LateStage.Call call) {
      call.add(value);
    }
  }

  /** Says with each timer what is in the bag; has one timer. */
  private class Sums extends Bags {
    @Override
    public void element(int value, LateStage.Call call) {
      super.element(value, call);
      call.set(LateStage.EVENT, "", 5);
    }

    @Override
    public void timer(String id, LateStage.Call call) {
      seen.add((call.key() + " " + id).strip() + " " + call.bag());
    }
  }

  private final class Ring extends Sums {
    @Override
    public void element(int value, LateStage.Call call) {
      call.add(value);
      call.set(LateStage.EVENT, "third", 30);
      call.set(LateStage.EVENT, "first", 10);
      call.set(LateStage.EVENT, "never", 40);
    }

    @Override
    public void timer(String id, LateStage.Call call) {
      super.timer(id, call);
      if (id.equals("first")) {
        call.add(10);
        call.set(LateStage.EVENT, "second", 20);
        call.clear(LateStage.EVENT, "never");
      } else {
        call.add(20);
      }
    }
  }

  private final class Clocks extends Sums {
    @Override
    public boolean hasWindowExpiration() {
      return true;
    }

    @Override
    public void element(int value, LateStage.Call call) {
      call.add(value);
      call.set(LateStage.CLOCK, "tick", 1_000_000);
      call.set(LateStage.EVENT, "event", 5);
    }

    @Override
    public void timer(String id, LateStage.Call call) {
      super.timer(id, call);
      if (id.equals("tick")) {
        call.set(LateStage.CLOCK, "tock", 2_000_000);
      }
    }
  }

  /** Has a timer after the end of the window. */
  private final class Late extends Sums {
    @Override
    public boolean hasWindowExpiration() {
      return true;
    }

    @Override
    public void element(int value, LateStage.Call call) {
      call.add(value);
      call.set(LateStage.EVENT, "after", 100);
    }
  }

  /** Writes a mebibyte for each value. */
  private static final class MebibyteCoder extends CustomCoder<Object> {
    @Override
    public void encode(Object value, OutputStream out) throws IOException {
      out.write(new byte[1 << 20]);
    }

    @Override
    public Object decode(InputStream in) {
      throw new UnsupportedOperationException();
    }
  }
}

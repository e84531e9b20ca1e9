package dev.beamflink.translation.runtime.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.translation.runtime.element.SingleWindow;
import dev.beamflink.translation.runtime.group.LiftedGroupTest.Fn;
import dev.beamflink.translation.runtime.group.OpenWindows.Room;
import dev.beamflink.translation.testkit.Backend;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.beam.sdk.coders.CannotProvideCoderException;
import org.apache.beam.sdk.transforms.windowing.AfterPane;
import org.apache.beam.sdk.transforms.windowing.AfterWatermark;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.SlidingWindows;
import org.apache.beam.sdk.values.CausedByDrain;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowingStrategy;
import org.apache.beam.sdk.values.WindowingStrategy.AccumulationMode;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Groups in memory while their windows are open, against groups in state. */
class OpenWindowsTest {

  private static final int STEPS = 600;

  private static final Room AMPLE = new Room(10_000, 1 << 20);

  private enum Windows {
    FIXED(() -> WindowingStrategy.of(FixedWindows.of(Duration.millis(10)))),
    SLIDING(
        () ->
            WindowingStrategy.of(SlidingWindows.of(Duration.millis(10)).every(Duration.millis(3)))),
    ONCE(() -> FIXED.strategy.get().withTrigger(AfterWatermark.pastEndOfWindow())),
    LATENESS(() -> FIXED.strategy.get().withAllowedLateness(Duration.millis(5))),
    LATE_FIRINGS(
        () ->
            SLIDING
                .strategy
                .get()
                .withAllowedLateness(Duration.millis(5))
                .withTrigger(
                    AfterWatermark.pastEndOfWindow()
                        .withLateFirings(AfterPane.elementCountAtLeast(2)))
                .withMode(AccumulationMode.ACCUMULATING_FIRED_PANES));

    private final Supplier<WindowingStrategy<?, ?>> strategy;

    Windows(Supplier<WindowingStrategy<?, ?>> strategy) {
      this.strategy = strategy;
    }
  }

  private enum Kind {
    VALUES,
    SUMS;

    Reduction reduction() throws CannotProvideCoderException {
      return this == VALUES
          ? new Reduction.Buffering(Scenario.integers())
          : new Reduction.Merging(Fn.SUM.fn(), Fn.SUM.accumulatorCoder());
    }

    /** An accumulator is one of its own for each group, as it may be changed. */
    Object input(int number) {
      return this == VALUES ? number : new int[] {number};
    }
  }

  private enum Rooms {
    AMPLE_ROOM(AMPLE),
    OF_FEW_GROUPS(new Room(3, 1 << 20)),
    OF_FEW_BYTES(new Room(10_000, 1_000));

    private final Room room;

    Rooms(Room room) {
      this.room = room;
    }
  }

  static Stream<Arguments> cases() {
    return Stream.of(Windows.values())
        .flatMap(
            windows ->
                Stream.of(Kind.values())
                    .flatMap(
                        kind ->
                            Stream.of(Rooms.values())
                                .map(room -> Arguments.of(windows, kind, room))));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void panesAreThoseOfGroupsInState(Windows windows, Kind kind, Rooms rooms) throws Exception {
    WindowingStrategy<?, ?> windowing = windows.strategy.get();
    GroupSpec spec = Scenario.of(windowing, kind.reduction()).spec();
    Random random = new Random(11);
    try (GroupTester inState = new GroupTester(Backend.HASH_MAP, spec, Room.NONE);
        GroupTester inMemory = new GroupTester(Backend.HASH_MAP, spec, rooms.room)) {
      long watermark = 0;
      for (int step = 0; step < STEPS; step++) {
        int what = random.nextInt(30);
        if (what == 0) {
          inState.restore(1 + random.nextInt(3));
          inMemory.restore(1 + random.nextInt(3));
        } else if (what == 1) {
          inState.snapshot();
          inMemory.snapshot();
        } else if (what < 8) {
          watermark += random.nextInt(random.nextInt(5) == 0 ? 40 : 6); // some end several windows
          inState.watermark(new Instant(watermark));
          inMemory.watermark(new Instant(watermark));
        } else {
          String key = random.nextInt(3) == 0 ? "hot" : "key " + random.nextInt(5);
          int number = random.nextInt(1000);
          long timestamp = Math.max(0, watermark - 8 + random.nextInt(30)); // some are late
          send(inState, windowing, kind, key, number, timestamp);
          send(inMemory, windowing, kind, key, number, timestamp);
        }
        assertEquals(byKey(inState), byKey(inMemory), "step " + step);
        assertEquals(inState.outputWatermark(), inMemory.outputWatermark(), "step " + step);
      }
      inState.finish();
      inMemory.finish();
      assertEquals(byKey(inState), byKey(inMemory));
    }
  }

  /** Accumulators come for each window by themselves, values also in several windows. */
  private static void send(
      GroupTester group,
      WindowingStrategy<?, ?> windowing,
      Kind kind,
      String key,
      int number,
      long timestamp)
      throws Exception {
    WindowedValue<Object> element = Panes.element(windowing, kind.input(number), timestamp);
    if (kind == Kind.VALUES) {
      group.element(key, element);
    } else {
      for (BoundedWindow window : element.getWindows()) {
        group.element(key, SingleWindow.of(kind.input(number), element, window));
      }
    }
  }

  /** The panes of each key in their order. */
  private static Map<String, List<String>> byKey(GroupTester group) {
    Map<String, List<String>> panes = new TreeMap<>();
    for (WindowedValue<Object> pane : group.takePanes()) {
      String key = (String) ((KV<?, ?>) pane.getValue()).getKey();
      panes.computeIfAbsent(key, unused -> new ArrayList<>()).add(Panes.text(pane));
    }
    return panes;
  }

  @Test
  void windowThatEndsBetweenCheckpointsTouchesNoState() throws Exception {
    WindowingStrategy<?, ?> windowing = Windows.FIXED.strategy.get();
    try (GroupTester group =
        new GroupTester(Backend.HASH_MAP, Scenario.grouping(windowing).spec(), AMPLE)) {
      group.element("a", Panes.element(windowing, 1, 3));
      group.element("a", Panes.element(windowing, 2, 4));
      group.element("a", Panes.element(windowing, 3, 14));
      assertEquals(0, group.stateEntries());
      group.watermark(new Instant(10));
      assertEquals(0, group.stateEntries());
      assertEquals(
          List.of("a:[1, 2] @end [0..10) ON_TIME#0 last"),
          group.takePanes().stream().map(Panes::text).toList());
      group.snapshot();
      assertNotEquals(0, group.stateEntries());
    }
  }

  @Test
  void whatADrainEmitsSaysSo() throws Exception {
    WindowingStrategy<?, ?> windowing = Windows.FIXED.strategy.get();
    try (GroupTester group =
        new GroupTester(Backend.HASH_MAP, Scenario.grouping(windowing).spec(), AMPLE)) {
      group.element("a", Panes.element(windowing, 1, 3));
      group.element("a", Panes.element(windowing, 2, 13));
      group.watermark(new Instant(10));
      group.snapshot();
      group.element("a", Panes.element(windowing, 3, 23));
      group.drain();
      assertEquals(
          List.of(
              CausedByDrain.NORMAL, CausedByDrain.CAUSED_BY_DRAIN, CausedByDrain.CAUSED_BY_DRAIN),
          group.takePanes().stream().map(WindowedValue::causedByDrain).toList());
    }
  }

  /** After its early pane a window has no hold, but its buffer, its timer and its pane's index. */
  @Test
  void windowThatAnotherTriggerHasLeftInStateGoesOn() throws Exception {
    WindowingStrategy<?, ?> early =
        Windows.FIXED
            .strategy
            .get()
            .withTrigger(
                AfterWatermark.pastEndOfWindow().withEarlyFirings(AfterPane.elementCountAtLeast(1)))
            .withMode(AccumulationMode.ACCUMULATING_FIRED_PANES);
    WindowingStrategy<?, ?> once = early.withTrigger(AfterWatermark.pastEndOfWindow());
    try (GroupTester group =
        new GroupTester(Backend.HASH_MAP, Scenario.grouping(early).spec(), AMPLE)) {
      group.element("a", Panes.element(early, 1, 3));
      group.restore(2, Scenario.grouping(once).spec());
      group.element("a", Panes.element(once, 2, 4));
      group.watermark(new Instant(10));
      assertEquals(
          List.of("a:[1] @end [0..10) EARLY#0", "a:[1, 2] @end [0..10) ON_TIME#1 last"),
          group.takePanes().stream().map(Panes::text).toList());
    }
  }

  @Test
  void processHasOneLimitForAllOperators() {
    AtomicLong left = new AtomicLong(10 << 20);
    SharedMemory first = new SharedMemory(left);
    SharedMemory second = new SharedMemory(left);
    assertTrue(first.cover(6 << 20));
    assertFalse(second.cover(5 << 20));
    assertTrue(second.cover(4 << 20));
    assertFalse(first.cover((6 << 20) + 1));
    first.shrinkTo(1);
    assertTrue(second.cover(9 << 20));
    first.close();
    second.close();
    assertEquals(10 << 20, left.get());
  }
}

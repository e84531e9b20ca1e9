package dev.beamflink.translation.runtime.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.translation.runtime.element.SingleWindow;
import dev.beamflink.translation.runtime.group.LiftedGroupTest.Fn;
import dev.beamflink.translation.testkit.Backend;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.beam.sdk.coders.CannotProvideCoderException;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.windowing.AfterAll;
import org.apache.beam.sdk.transforms.windowing.AfterEach;
import org.apache.beam.sdk.transforms.windowing.AfterFirst;
import org.apache.beam.sdk.transforms.windowing.AfterPane;
import org.apache.beam.sdk.transforms.windowing.AfterProcessingTime;
import org.apache.beam.sdk.transforms.windowing.AfterSynchronizedProcessingTime;
import org.apache.beam.sdk.transforms.windowing.AfterWatermark;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.transforms.windowing.MergeOverlappingIntervalWindows;
import org.apache.beam.sdk.transforms.windowing.Never;
import org.apache.beam.sdk.transforms.windowing.Repeatedly;
import org.apache.beam.sdk.transforms.windowing.Sessions;
import org.apache.beam.sdk.transforms.windowing.SlidingWindows;
import org.apache.beam.sdk.transforms.windowing.TimestampCombiner;
import org.apache.beam.sdk.transforms.windowing.Trigger.OnceTrigger;
import org.apache.beam.sdk.transforms.windowing.Window.ClosingBehavior;
import org.apache.beam.sdk.transforms.windowing.Window.OnTimeBehavior;
import org.apache.beam.sdk.transforms.windowing.WindowFn;
import org.apache.beam.sdk.transforms.windowing.WindowMappingFn;
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

/** Groups of ours, in memory and in state, against those of {@code ReduceFnRunner}. */
class WindowedGroupsTest {

  private static final int STEPS = 300;

  private static final Room AMPLE = new Room(10_000, 1 << 20);

  private enum Windows {
    FIXED(FixedWindows.of(Duration.millis(10))),
    SLIDING(SlidingWindows.of(Duration.millis(10)).every(Duration.millis(3))),
    SESSIONS(Sessions.withGapDuration(Duration.millis(6))),
    SESSIONS_OF_A_USER(new UserSessions()),
    GLOBAL(new GlobalWindows());

    private final WindowFn<Object, ?> windowFn;

    Windows(WindowFn<Object, ?> windowFn) {
      this.windowFn = windowFn;
    }
  }

  /** Sessions that the runner does not know. */
  private static final class UserSessions extends WindowFn<Object, IntervalWindow> {
    private static final long serialVersionUID = 1L;

    private final Sessions sessions = Sessions.withGapDuration(Duration.millis(6));

    @Override
    public Collection<IntervalWindow> assignWindows(AssignContext context) {
      return List.of(new IntervalWindow(context.timestamp(), sessions.getGapDuration()));
    }

    @Override
    public void mergeWindows(MergeContext context) throws Exception {
      MergeOverlappingIntervalWindows.mergeWindows(context);
    }

    @Override
    @SuppressWarnings("deprecation") // abstract in Beam
    public boolean isCompatible(WindowFn<?, ?> other) {
      return other instanceof UserSessions;
    }

    @Override
    public Coder<IntervalWindow> windowCoder() {
      return IntervalWindow.getCoder();
    }

    @Override
    public WindowMappingFn<IntervalWindow> getDefaultWindowMappingFn() {
      throw new UnsupportedOperationException("not for side inputs");
    }
  }

  private static final Duration DELAY = Duration.millis(7);

  /** Triggers, and what else there is to panes. */
  private enum Strategy {
    DEFAULT(windowing -> windowing),
    LATENESS(windowing -> windowing.withAllowedLateness(Duration.millis(5))),
    EARLIEST(
        windowing ->
            windowing
                .withAllowedLateness(Duration.millis(5))
                .withTimestampCombiner(TimestampCombiner.EARLIEST)),
    LATEST(windowing -> windowing.withTimestampCombiner(TimestampCombiner.LATEST)),
    ONCE(
        windowing ->
            windowing
                .withAllowedLateness(Duration.millis(5))
                .withTrigger(AfterWatermark.pastEndOfWindow())),
    LATE_FIRINGS(
        windowing ->
            accumulating(windowing)
                .withAllowedLateness(Duration.millis(5))
                .withTrigger(AfterWatermark.pastEndOfWindow().withLateFirings(count(2)))),
    EARLY_COUNT(
        windowing ->
            accumulating(windowing)
                .withTrigger(AfterWatermark.pastEndOfWindow().withEarlyFirings(count(2)))),
    EARLY_AND_LATE(
        windowing ->
            windowing
                .withAllowedLateness(Duration.millis(5))
                .withTimestampCombiner(TimestampCombiner.EARLIEST)
                .withTrigger(
                    AfterWatermark.pastEndOfWindow()
                        .withEarlyFirings(delay())
                        .withLateFirings(count(1)))),
    EMPTY_PANES(
        windowing ->
            windowing
                .withAllowedLateness(Duration.millis(5))
                .withOnTimeBehavior(OnTimeBehavior.FIRE_ALWAYS)
                .withClosingBehavior(ClosingBehavior.FIRE_ALWAYS)
                .withTrigger(
                    AfterWatermark.pastEndOfWindow()
                        .withEarlyFirings(count(1))
                        .withLateFirings(count(1)))),
    COUNTS(windowing -> windowing.withTrigger(Repeatedly.forever(count(3)))),
    ONE_COUNT(windowing -> windowing.withAllowedLateness(Duration.millis(3)).withTrigger(count(2))),
    DELAYS(windowing -> accumulating(windowing).withTrigger(Repeatedly.forever(delay()))),
    FIRST(windowing -> windowing.withTrigger(Repeatedly.forever(AfterFirst.of(count(4), delay())))),
    ALL(
        windowing ->
            windowing
                .withAllowedLateness(Duration.millis(5))
                .withTrigger(
                    Repeatedly.forever(AfterAll.of(count(2), AfterWatermark.pastEndOfWindow())))),
    EACH(
        windowing ->
            windowing.withTrigger(
                AfterEach.inOrder(count(1), delay(), Repeatedly.forever(count(3))))),
    FINALLY(
        windowing ->
            windowing
                .withAllowedLateness(Duration.millis(5))
                .withTrigger(
                    Repeatedly.forever(count(2)).orFinally(AfterWatermark.pastEndOfWindow()))),
    SYNCHRONIZED(
        windowing ->
            windowing.withTrigger(
                Repeatedly.forever(AfterSynchronizedProcessingTime.ofFirstElement()))),
    NEVER(windowing -> windowing.withTrigger(Never.ever()));

    private final UnaryOperator<WindowingStrategy<?, ?>> change;

    Strategy(UnaryOperator<WindowingStrategy<?, ?>> change) {
      this.change = change;
    }

    private static WindowingStrategy<?, ?> accumulating(WindowingStrategy<?, ?> windowing) {
      return windowing.withMode(AccumulationMode.ACCUMULATING_FIRED_PANES);
    }

    private static OnceTrigger count(int elements) {
      return AfterPane.elementCountAtLeast(elements);
    }

    private static OnceTrigger delay() {
      return AfterProcessingTime.pastFirstElementInPane().plusDelayOf(DELAY);
    }

    WindowingStrategy<?, ?> of(Windows windows) {
      return change.apply(
          WindowingStrategy.of(windows.windowFn).withMode(AccumulationMode.DISCARDING_FIRED_PANES));
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
    NO_ROOM(Room.NONE),
    OF_FEW_GROUPS(new Room(3, 1 << 20)),
    OF_FEW_BYTES(new Room(10_000, 1_000));

    private final Room room;

    Rooms(Room room) {
      this.room = room;
    }
  }

  static Stream<Arguments> cases() {
    List<Arguments> cases = new ArrayList<>();
    for (Windows windows : Windows.values()) {
      for (Strategy strategy : Strategy.values()) {
        cases.add(Arguments.of(windows, strategy, Kind.VALUES, Rooms.AMPLE_ROOM));
        cases.add(Arguments.of(windows, strategy, Kind.VALUES, Rooms.NO_ROOM));
        cases.add(Arguments.of(windows, strategy, Kind.SUMS, Rooms.OF_FEW_GROUPS));
        cases.add(Arguments.of(windows, strategy, Kind.SUMS, Rooms.OF_FEW_BYTES));
      }
    }
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void panesAreThoseOfReduceFnRunner(Windows windows, Strategy strategy, Kind kind, Rooms rooms)
      throws Exception {
    WindowingStrategy<?, ?> windowing = strategy.of(windows);
    GroupSpec spec = Scenario.of(windowing, kind.reduction()).spec();
    Random random = new Random(11);
    try (GroupTester expected =
            new GroupTester(Backend.HASH_MAP, spec, ReduceFnRunnerOperator.Factory::new);
        GroupTester ours = new GroupTester(Backend.HASH_MAP, spec, rooms.room)) {
      long watermark = 0;
      long clock = 0;
      for (int step = 0; step < STEPS; step++) {
        int what = random.nextInt(40);
        if (what == 0) {
          int parallelism = 1 + random.nextInt(3);
          if (random.nextBoolean()) {
            expected.restore(parallelism);
            ours.restore(parallelism);
          } else {
            expected.restoreWithoutWatermark(parallelism);
            ours.restoreWithoutWatermark(parallelism);
          }
        } else if (what == 1) {
          expected.snapshot();
          ours.snapshot();
        } else if (what < 8) {
          watermark += random.nextInt(random.nextInt(5) == 0 ? 40 : 6); // some end several windows
          expected.watermark(new Instant(watermark));
          ours.watermark(new Instant(watermark));
        } else if (what < 12) {
          clock += random.nextInt(10);
          expected.processingTime(clock);
          ours.processingTime(clock);
        } else {
          String key = random.nextInt(3) == 0 ? "hot" : "key " + random.nextInt(5);
          int number = random.nextInt(1000);
          long timestamp = Math.max(0, watermark - 8 + random.nextInt(30)); // some are late
          send(expected, windowing, kind, key, number, timestamp);
          send(ours, windowing, kind, key, number, timestamp);
        }
        assertEquals(byGroup(expected), byGroup(ours), "step " + step);
        assertEquals(expected.outputWatermark(), ours.outputWatermark(), "step " + step);
        assertEquals(expected.droppedAsLate(), ours.droppedAsLate(), "step " + step);
      }
      ours.finish();
      expected.end();
      assertEquals(byGroup(expected), byGroup(ours));
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

  /** The panes of each key and window in their order; values, which have none, are sorted. */
  private static Map<String, List<String>> byGroup(GroupTester group) {
    Map<String, List<String>> panes = new TreeMap<>();
    for (WindowedValue<Object> pane : group.takePanes()) {
      KV<?, ?> pair = (KV<?, ?>) pane.getValue();
      panes
          .computeIfAbsent(pair.getKey() + " " + pane.getWindows(), unused -> new ArrayList<>())
          .add(Panes.text(pane.withValue(KV.of(pair.getKey(), sorted(pair.getValue())))));
    }
    return panes;
  }

  private static Object sorted(Object values) {
    return values instanceof Iterable<?> several
        ? StreamSupport.stream(several.spliterator(), false).sorted().toList()
        : values;
  }

  @Test
  void windowThatEndsBetweenCheckpointsTouchesNoState() throws Exception {
    WindowingStrategy<?, ?> windowing = Strategy.DEFAULT.of(Windows.FIXED);
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
    WindowingStrategy<?, ?> windowing = Strategy.DEFAULT.of(Windows.FIXED);
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
        Strategy.DEFAULT
            .of(Windows.FIXED)
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
  void latenessMayGrow() throws Exception {
    WindowingStrategy<?, ?> none = Strategy.DEFAULT.of(Windows.FIXED);
    WindowingStrategy<?, ?> some = none.withAllowedLateness(Duration.millis(1_000));
    try (GroupTester group =
        new GroupTester(Backend.HASH_MAP, Scenario.grouping(none).spec(), AMPLE)) {
      group.element("a", Panes.element(none, 1, 3));
      group.element("b", Panes.element(none, 2, 3));
      group.restore(2, Scenario.grouping(some).spec());
      group.element("a", Panes.element(some, 3, 4));
      group.watermark(new Instant(10));
      assertEquals(
          List.of("a:[1, 3] @end [0..10) ON_TIME#0", "b:[2] @end [0..10) ON_TIME#0"),
          group.takePanes().stream().map(Panes::text).sorted().toList());
      group.finish();
    }
  }

  @Test
  void groupsWithoutValuesTakeRoomToo() throws Exception {
    WindowingStrategy<?, ?> windowing =
        Strategy.DEFAULT
            .of(Windows.GLOBAL)
            .withTrigger(Repeatedly.forever(AfterPane.elementCountAtLeast(1)));
    try (GroupTester group =
        new GroupTester(
            Backend.HASH_MAP, Scenario.grouping(windowing).spec(), new Room(10, 1 << 20))) {
      for (int i = 0; i < 10; i++) {
        group.element("key " + i, Panes.element(windowing, i, 1));
      }
      assertEquals(0, group.stateEntries());
      group.element("one more", Panes.element(windowing, 10, 1));
      assertNotEquals(0, group.stateEntries());
      group.finish();
    }
  }

  /** The watermark is not held by what another trigger would have held it for. */
  @Test
  void holdsOfAnotherTriggerGoWithTheirGroups() throws Exception {
    WindowingStrategy<?, ?> held = Strategy.EARLIEST.of(Windows.FIXED);
    WindowingStrategy<?, ?> notHeld = Strategy.LATENESS.of(Windows.FIXED);
    try (GroupTester group =
        new GroupTester(Backend.HASH_MAP, Scenario.grouping(held).spec(), AMPLE)) {
      group.element("a", Panes.element(held, 1, 3));
      group.restore(2, Scenario.grouping(notHeld).spec());
      group.watermark(new Instant(40));
      assertEquals(new Instant(40), group.outputWatermark());
      group.restore(1, Scenario.grouping(held).spec());
      group.watermark(new Instant(50));
      assertEquals(new Instant(50), group.outputWatermark());
      group.finish();
    }
  }

  @Test
  void whatOneTriggerHasFinishedAnotherDoesNotBeginAnew() throws Exception {
    WindowingStrategy<?, ?> once = Strategy.ONE_COUNT.of(Windows.SESSIONS);
    WindowingStrategy<?, ?> other = Strategy.COUNTS.of(Windows.SESSIONS);
    try (GroupTester group =
        new GroupTester(Backend.HASH_MAP, Scenario.grouping(once).spec(), AMPLE)) {
      group.element("a", Panes.element(once, 1, 3));
      group.element("a", Panes.element(once, 2, 4));
      group.restore(2, Scenario.grouping(other).spec());
      group.watermark(new Instant(100));
      assertEquals(
          List.of("a:[1, 2] @end [3..10) EARLY#0 last"),
          group.takePanes().stream().map(Panes::text).toList());
      group.finish();
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

package dev.beamflink.translation.runtime.group;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.beamflink.translation.testkit.Backend;
import dev.beamflink.translation.testkit.Interruption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.beam.sdk.transforms.windowing.AfterPane;
import org.apache.beam.sdk.transforms.windowing.AfterProcessingTime;
import org.apache.beam.sdk.transforms.windowing.AfterSynchronizedProcessingTime;
import org.apache.beam.sdk.transforms.windowing.AfterWatermark;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.Repeatedly;
import org.apache.beam.sdk.transforms.windowing.Sessions;
import org.apache.beam.sdk.transforms.windowing.SlidingWindows;
import org.apache.beam.sdk.transforms.windowing.TimestampCombiner;
import org.apache.beam.sdk.transforms.windowing.Window.ClosingBehavior;
import org.apache.beam.sdk.values.CausedByDrain;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;
import org.apache.beam.sdk.values.WindowingStrategy;
import org.apache.beam.sdk.values.WindowingStrategy.AccumulationMode;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class GroupByKeyOperatorTest {

  private static final WindowingStrategy<?, ?> TENS = WindowingStrategy.of(fixed(10));

  static Stream<Arguments> onTheHeap() {
    return Arrays.stream(Interruption.values())
        .map(interruption -> Arguments.of(Backend.HASH_MAP, interruption));
  }

  /** For scenarios that use many states: RocksDB takes seconds to be restored at every step. */
  static Stream<Arguments> everywhere() {
    return Stream.concat(
        onTheHeap(), Stream.of(Arguments.of(Backend.ROCKS_DB, Interruption.RESCALE)));
  }

  static Stream<Arguments> everyBackend() {
    return Stream.concat(
        onTheHeap(),
        Stream.of(Backend.ROCKS_DB, Backend.INCREMENTAL_ROCKS_DB_WITH_HEAP_TIMERS, Backend.FORST)
            .map(backend -> Arguments.of(backend, Interruption.RESCALE)));
  }

  @ParameterizedTest
  @MethodSource("onTheHeap")
  void windowFiresWhenTheWatermarkPassesItsEnd(Backend backend, Interruption interruption)
      throws Exception {
    Scenario.grouping(TENS)
        .element("a", 1, 3)
        .element("b", 2, 4)
        .element("a", 3, 9)
        .element("a", 4, 10)
        .watermark(9)
        .expect()
        .expectOutputWatermark(9)
        .watermark(10)
        .expect("a:[1, 3] @end [0..10) ON_TIME#0 last", "b:[2] @end [0..10) ON_TIME#0 last")
        .expectOutputWatermark(10)
        .watermark(30)
        .expect("a:[4] @end [10..20) ON_TIME#0 last")
        .run(backend, interruption);
  }

  @ParameterizedTest
  @MethodSource("onTheHeap")
  void elementIsInEachOfItsWindows(Backend backend, Interruption interruption) throws Exception {
    Scenario.grouping(
            WindowingStrategy.of(SlidingWindows.of(Duration.millis(10)).every(Duration.millis(5))))
        .element("a", 1, 3)
        .element("a", 2, 7)
        .watermark(5)
        .expect("a:[1] @end [-5..5) ON_TIME#0 last")
        .watermark(20)
        .expect("a:[1, 2] @end [0..10) ON_TIME#0 last", "a:[2] @end [5..15) ON_TIME#0 last")
        .run(backend, interruption);
  }

  @ParameterizedTest
  @MethodSource("everywhere")
  void earlyOnTimeAndLatePanesAccumulate(Backend backend, Interruption interruption)
      throws Exception {
    Scenario.grouping(
            TENS.withTrigger(
                    AfterWatermark.pastEndOfWindow()
                        .withEarlyFirings(AfterPane.elementCountAtLeast(2))
                        .withLateFirings(AfterPane.elementCountAtLeast(1)))
                .withMode(AccumulationMode.ACCUMULATING_FIRED_PANES)
                .withAllowedLateness(Duration.millis(20)))
        .element("a", 1, 3)
        .expect()
        .element("a", 2, 4)
        .expect("a:[1, 2] @end [0..10) EARLY#0")
        .element("a", 3, 5)
        .watermark(10)
        .expect("a:[1, 2, 3] @end [0..10) ON_TIME#1")
        .element("a", 4, 6)
        .expect("a:[1, 2, 3, 4] @end [0..10) LATE#2")
        .watermark(30)
        .expect()
        .element("a", 5, 7) // expired
        .expect()
        .run(backend, interruption);
  }

  @ParameterizedTest
  @MethodSource("onTheHeap")
  void firedPanesAreDiscarded(Backend backend, Interruption interruption) throws Exception {
    Scenario.grouping(
            TENS.withTrigger(Repeatedly.forever(AfterPane.elementCountAtLeast(2)))
                .withMode(AccumulationMode.DISCARDING_FIRED_PANES))
        .element("a", 1, 3)
        .element("a", 2, 4)
        .expect("a:[1, 2] @end [0..10) EARLY#0")
        .element("a", 3, 5)
        .watermark(10)
        .expect("a:[3] @end [0..10) ON_TIME#1 last")
        .run(backend, interruption);
  }

  @ParameterizedTest
  @MethodSource("onTheHeap")
  void processingTimeTriggerFiresByTheClock(Backend backend, Interruption interruption)
      throws Exception {
    Scenario.grouping(
            WindowingStrategy.of(new GlobalWindows())
                .withTrigger(
                    Repeatedly.forever(
                        AfterProcessingTime.pastFirstElementInPane()
                            .plusDelayOf(Duration.millis(100))))
                .withMode(AccumulationMode.DISCARDING_FIRED_PANES))
        .processingTime(1_000)
        .element("a", 1, 3)
        .processingTime(1_050)
        .element("a", 2, 4)
        .processingTime(1_099)
        .expect()
        .processingTime(1_100)
        .expect("a:[1, 2] @end global EARLY#0")
        .element("a", 3, 5)
        .processingTime(2_000)
        .expect("a:[3] @end global EARLY#1")
        .run(backend, interruption);
  }

  @ParameterizedTest
  @MethodSource("onTheHeap")
  void synchronizedProcessingTimeLagsBehind(Backend backend, Interruption interruption)
      throws Exception {
    Scenario.grouping(
            WindowingStrategy.of(new GlobalWindows())
                .withTrigger(Repeatedly.forever(AfterSynchronizedProcessingTime.ofFirstElement()))
                .withMode(AccumulationMode.DISCARDING_FIRED_PANES))
        .processingTime(1_000)
        .element("a", 1, 3)
        .processingTime(1_149)
        .element("a", 2, 4)
        .expect()
        .processingTime(1_150)
        .expect("a:[1, 2] @end global EARLY#0")
        .run(backend, interruption);
  }

  @ParameterizedTest
  @MethodSource("everyBackend")
  void earliestTimestampHoldsTheOutputWatermark(Backend backend, Interruption interruption)
      throws Exception {
    Scenario.grouping(TENS.withTimestampCombiner(TimestampCombiner.EARLIEST))
        .element("a", 1, 7)
        .element("b", 2, 3)
        .watermark(5)
        .expectOutputWatermark(3)
        .watermark(9)
        .expectOutputWatermark(3)
        .watermark(10)
        .expect("a:[1] @7 [0..10) ON_TIME#0 last", "b:[2] @3 [0..10) ON_TIME#0 last")
        .expectOutputWatermark(10)
        .run(backend, interruption);
  }

  @ParameterizedTest
  @MethodSource("onTheHeap")
  void latestTimestampIsThePanes(Backend backend, Interruption interruption) throws Exception {
    Scenario.grouping(TENS.withTimestampCombiner(TimestampCombiner.LATEST))
        .element("a", 1, 7)
        .element("a", 2, 3)
        .watermark(10)
        .expect("a:[1, 2] @7 [0..10) ON_TIME#0 last")
        .run(backend, interruption);
  }

  @ParameterizedTest
  @MethodSource("onTheHeap")
  void sessionsMerge(Backend backend, Interruption interruption) throws Exception {
    Scenario.grouping(WindowingStrategy.of(Sessions.withGapDuration(Duration.millis(10))))
        .element("a", 1, 0)
        .element("b", 2, 3)
        .element("a", 3, 15)
        .element("a", 4, 8) // joins the two of "a"
        .element("a", 5, 40)
        .watermark(13)
        .expect("b:[2] @end [3..13) ON_TIME#0 last")
        .watermark(25)
        .expect("a:[1, 3, 4] @end [0..25) ON_TIME#0 last")
        .element("a", 6, 45)
        .watermark(100)
        .expect("a:[5, 6] @end [40..55) ON_TIME#0 last")
        .run(backend, interruption);
  }

  @ParameterizedTest
  @MethodSource("everywhere")
  void sessionsWithEarlyFiringsMerge(Backend backend, Interruption interruption) throws Exception {
    Scenario.grouping(
            WindowingStrategy.of(Sessions.withGapDuration(Duration.millis(10)))
                .withTrigger(
                    AfterWatermark.pastEndOfWindow()
                        .withEarlyFirings(
                            AfterProcessingTime.pastFirstElementInPane()
                                .plusDelayOf(Duration.millis(100))))
                .withMode(AccumulationMode.ACCUMULATING_FIRED_PANES)
                .withTimestampCombiner(TimestampCombiner.EARLIEST)
                .withAllowedLateness(Duration.ZERO))
        .processingTime(1_000)
        .element("a", 1, 0)
        .element("a", 2, 15)
        .processingTime(1_050)
        .element("a", 3, 8)
        .expectOutputWatermark(Long.MIN_VALUE / 1_000)
        .watermark(4)
        .expectOutputWatermark(0)
        .processingTime(1_200)
        .expect("a:[1, 2, 3] @0 [0..25) EARLY#0")
        .watermark(25)
        .expect("a:[1, 2, 3] @end [0..25) ON_TIME#1 last")
        .run(backend, interruption);
  }

  @ParameterizedTest
  @MethodSource("onTheHeap")
  void emptyLastPaneIsEmittedWhereAskedFor(Backend backend, Interruption interruption)
      throws Exception {
    Scenario.grouping(
            TENS.withTrigger(
                    AfterWatermark.pastEndOfWindow()
                        .withLateFirings(AfterPane.elementCountAtLeast(1)))
                .withMode(AccumulationMode.DISCARDING_FIRED_PANES)
                .withAllowedLateness(Duration.millis(5))
                .withClosingBehavior(ClosingBehavior.FIRE_ALWAYS))
        .element("a", 1, 3)
        .watermark(10)
        .expect("a:[1] @end [0..10) ON_TIME#0")
        .watermark(20)
        .expect("a:[] @end [0..10) LATE#1 last")
        .run(backend, interruption);
  }

  @ParameterizedTest
  @MethodSource("onTheHeap")
  void lateElementIsDroppedOnceItsWindowHasExpired(Backend backend, Interruption interruption)
      throws Exception {
    Scenario.grouping(TENS.withAllowedLateness(Duration.millis(5)))
        .watermark(13)
        .element("a", 1, 3)
        .expect("a:[1] @end [0..10) LATE#0")
        .watermark(14)
        .element("a", 2, 4)
        .expect("a:[2] @end [0..10) LATE#1")
        .watermark(15)
        .element("a", 3, 5)
        .expect()
        .run(backend, interruption);
  }

  @Test
  void droppedElementsAreCounted() throws Exception {
    try (GroupTester tester = new GroupTester(Backend.HASH_MAP, Scenario.grouping(TENS).spec())) {
      tester.watermark(new Instant(20));
      tester.element("a", Panes.element(TENS, 1, 3));
      tester.element("a", Panes.element(TENS, 1, 23));
      assertEquals(1, tester.droppedAsLate());
      tester.finish();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HASH_MAP", "ROCKS_DB", "FORST"})
  void paneIsTheSameWhenItIsReadLater(Backend backend) throws Exception {
    WindowingStrategy<?, ?> windowing =
        TENS.withTrigger(Repeatedly.forever(AfterPane.elementCountAtLeast(1)))
            .withMode(AccumulationMode.ACCUMULATING_FIRED_PANES);
    try (GroupTester tester = new GroupTester(backend, Scenario.grouping(windowing).spec())) {
      tester.element("a", Panes.element(TENS, 1, 3));
      tester.element("a", Panes.element(TENS, 2, 4));
      tester.finish();
      List<String> panes = tester.takePanes().stream().map(Panes::text).toList();
      assertEquals("a:[1] @end [0..10) EARLY#0", panes.get(0));
      assertEquals("a:[1, 2] @end [0..10) EARLY#1", panes.get(1));
    }
  }

  @Test
  void drainPassesThrough() throws Exception {
    WindowingStrategy<?, ?> windowing =
        TENS.withTrigger(Repeatedly.forever(AfterPane.elementCountAtLeast(1)));
    try (GroupTester tester =
        new GroupTester(Backend.HASH_MAP, Scenario.grouping(windowing).spec())) {
      tester.element("a", Panes.element(TENS, 1, 3));
      WindowedValue<Object> element = Panes.element(TENS, 2, 4);
      tester.element(
          "a",
          WindowedValues.of(
              element.getValue(),
              element.getTimestamp(),
              element.getWindows(),
              element.getPaneInfo(),
              null,
              null,
              CausedByDrain.CAUSED_BY_DRAIN));
      assertEquals(
          List.of(CausedByDrain.NORMAL, CausedByDrain.CAUSED_BY_DRAIN),
          tester.takePanes().stream().map(WindowedValue::causedByDrain).toList());
      tester.finish();
    }
  }

  @Test
  void drainMarksThePanesThatItFires() throws Exception {
    assertDrainMarksPanes(TENS, "a:[1] @end [0..10) ON_TIME#0 last");
  }

  @Test
  void drainMarksThePanesOfSessions() throws Exception {
    assertDrainMarksPanes(
        WindowingStrategy.of(Sessions.withGapDuration(Duration.millis(10))),
        "a:[1] @end [3..13) ON_TIME#0 last");
  }

  /** What a processing-time trigger waits for comes once, with the end of its window. */
  @Test
  void drainMarksThePaneThatATriggerWaitsFor() throws Exception {
    assertDrainMarksPanes(
        TENS.withTrigger(
                Repeatedly.forever(
                    AfterProcessingTime.pastFirstElementInPane()
                        .plusDelayOf(Duration.standardHours(1))))
            .withMode(AccumulationMode.DISCARDING_FIRED_PANES),
        "a:[1] @end [0..10) ON_TIME#0 last");
  }

  private static void assertDrainMarksPanes(WindowingStrategy<?, ?> windowing, String pane)
      throws Exception {
    try (GroupTester tester =
        new GroupTester(Backend.HASH_MAP, Scenario.grouping(windowing).spec())) {
      tester.element("a", Panes.element(windowing, 1, 3));
      tester.drain();
      List<WindowedValue<Object>> panes = tester.takePanes();
      assertEquals(List.of(pane), panes.stream().map(Panes::text).toList());
      assertEquals(CausedByDrain.CAUSED_BY_DRAIN, panes.get(0).causedByDrain());
    }
    try (GroupTester tester =
        new GroupTester(Backend.HASH_MAP, Scenario.grouping(windowing).spec())) {
      tester.element("a", Panes.element(windowing, 1, 3));
      tester.finish();
      List<WindowedValue<Object>> panes = tester.takePanes();
      assertEquals(List.of(pane), panes.stream().map(Panes::text).toList());
      assertEquals(CausedByDrain.NORMAL, panes.get(0).causedByDrain());
    }
  }

  private static FixedWindows fixed(long millis) {
    return FixedWindows.of(Duration.millis(millis));
  }
}

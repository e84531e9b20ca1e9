package dev.beamflink.translation.runtime.group;

import static dev.beamflink.translation.runtime.group.BatchGroupTester.texts;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.translation.runtime.group.BatchGroupTester.Element;
import dev.beamflink.translation.runtime.keyed.PaneRank;
import dev.beamflink.translation.runtime.sort.EncodedPair;
import dev.beamflink.translation.runtime.stage.TransformFailedException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.windowing.AfterPane;
import org.apache.beam.sdk.transforms.windowing.AfterProcessingTime;
import org.apache.beam.sdk.transforms.windowing.AfterWatermark;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Repeatedly;
import org.apache.beam.sdk.transforms.windowing.Sessions;
import org.apache.beam.sdk.transforms.windowing.TimestampCombiner;
import org.apache.beam.sdk.transforms.windowing.Window.ClosingBehavior;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowingStrategy;
import org.apache.beam.sdk.values.WindowingStrategy.AccumulationMode;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.collect.Iterables;
import org.joda.time.Duration;
import org.junit.jupiter.api.Test;

/** A group in BATCH, which gets its input sorted by key. */
class BatchGroupTest {

  private static final WindowingStrategy<?, ?> TENS =
      WindowingStrategy.of(FixedWindows.of(Duration.millis(10)));

  private static final Coder<Object> STRINGS = GroupTester.keyCoder();
  private static final GroupSpec LARGE = Scenario.of(TENS, new Reduction.Buffering(STRINGS)).spec();

  @Test
  void windowsFireInOrderWhenTheirKeyIsOver() throws Exception {
    assertEquals(
        List.of(
            "a:[2] @end [0..10) ON_TIME#0 last",
            "a:[1, 3] @end [10..20) ON_TIME#0 last",
            "b:[4] @end [0..10) ON_TIME#0 last"),
        texts(
            TENS,
            new Element("a", 1, 13),
            new Element("a", 2, 3),
            new Element("a", 3, 12),
            new Element("b", 4, 4)));
  }

  @Test
  void timestampsCombine() throws Exception {
    assertEquals(
        List.of("a:[1, 2] @3 [0..10) ON_TIME#0 last"),
        texts(
            TENS.withTimestampCombiner(TimestampCombiner.EARLIEST),
            new Element("a", 1, 7),
            new Element("a", 2, 3)));
  }

  @Test
  void sessionsMerge() throws Exception {
    assertEquals(
        List.of(
            "a:[1, 3, 4] @end [0..25) ON_TIME#0 last",
            "a:[5] @end [40..50) ON_TIME#0 last",
            "b:[2] @end [3..13) ON_TIME#0 last"),
        texts(
            WindowingStrategy.of(Sessions.withGapDuration(Duration.millis(10))),
            new Element("a", 1, 0),
            new Element("a", 3, 15),
            new Element("a", 5, 40),
            new Element("a", 4, 8),
            new Element("b", 2, 3)));
  }

  @Test
  void triggersFireBeforeTheEndOfTheWindow() throws Exception {
    assertEquals(
        List.of(
            "a:[1, 2] @end [0..10) EARLY#0",
            "a:[1, 2, 3] @end [0..10) ON_TIME#1",
            "a:[1, 2, 3] @end [0..10) LATE#2 last"),
        texts(
            TENS.withTrigger(
                    AfterWatermark.pastEndOfWindow()
                        .withEarlyFirings(AfterPane.elementCountAtLeast(2))
                        .withLateFirings(AfterPane.elementCountAtLeast(1)))
                .withMode(AccumulationMode.ACCUMULATING_FIRED_PANES)
                .withClosingBehavior(ClosingBehavior.FIRE_ALWAYS)
                .withAllowedLateness(Duration.millis(5)),
            new Element("a", 1, 1),
            new Element("a", 2, 2),
            new Element("a", 3, 3)));
  }

  @Test
  void processingTimeRunsBeforeTheEndOfTime() throws Exception {
    assertEquals(
        List.of("a:[1, 2] @end global EARLY#0", "b:[3] @end global EARLY#0"),
        texts(
                WindowingStrategy.globalDefault()
                    .withTrigger(
                        AfterWatermark.pastEndOfWindow()
                            .withEarlyFirings(
                                AfterProcessingTime.pastFirstElementInPane()
                                    .plusDelayOf(Duration.standardDays(1))))
                    .withMode(AccumulationMode.DISCARDING_FIRED_PANES)
                    .withAllowedLateness(Duration.ZERO),
                new Element("a", 1, 1),
                new Element("a", 2, 2),
                new Element("b", 3, 2))
            .stream()
            .filter(pane -> pane.contains("EARLY"))
            .toList());
  }

  @Test
  void windowsEndBeforeProcessingTimePasses() throws Exception {
    assertEquals(
        List.of("a:[1, 2] @end [0..10) ON_TIME#0 last"),
        texts(
            TENS.withTrigger(Repeatedly.forever(AfterProcessingTime.pastFirstElementInPane()))
                .withMode(AccumulationMode.DISCARDING_FIRED_PANES)
                .withAllowedLateness(Duration.ZERO),
            new Element("a", 1, 1),
            new Element("a", 2, 2)));
  }

  @Test
  void whatIsLeftToProcessingTimeComesBeforeTheWindowExpires() throws Exception {
    assertEquals(
        List.of("a:[1, 2] @end [0..10) ON_TIME#0 last"),
        texts(
            TENS.withTrigger(
                    Repeatedly.forever(
                        AfterProcessingTime.pastFirstElementInPane()
                            .plusDelayOf(Duration.standardDays(1))))
                .withMode(AccumulationMode.DISCARDING_FIRED_PANES)
                .withAllowedLateness(Duration.standardDays(2)),
            new Element("a", 1, 1),
            new Element("a", 2, 2)));
  }

  @Test
  void valuesOfALargeGroupGoToDisk() throws Exception {
    List<WindowedValue<Object>> panes =
        BatchGroupTester.panes(LARGE, STRINGS, largeInput(80, i -> 3));
    assertEquals(1, panes.size());
    assertEquals("80 values on disk", ((KV<?, ?>) panes.get(0).getValue()).getValue().toString());
  }

  /** The panes are read when all is over: values outlive the call that they were emitted in. */
  @Test
  void hotKeyWithManyWindowsGoesToDisk() throws Exception {
    List<EncodedPair> input = largeInput(2 * 800, i -> i % 800 * 10);
    BatchGroupTester.run(
        LARGE,
        STRINGS,
        input,
        harness -> {
          List<WindowedValue<Object>> panes = harness.extractOutputValues();
          assertEquals(800, panes.size());
          long onDisk = 0;
          for (WindowedValue<Object> pane : panes) {
            Iterable<?> values = (Iterable<?>) ((KV<?, ?>) pane.getValue()).getValue();
            assertEquals(2, Iterables.size(values));
            assertNotEquals(Iterables.get(values, 0), Iterables.get(values, 1));
            onDisk += values.toString().equals("2 values on disk") ? 1 : 0;
          }
          assertTrue(onDisk > 400, "groups on disk: " + onDisk);
        });
  }

  @Test
  void filesGoWithATaskThatFails() {
    List<EncodedPair> input = new ArrayList<>(largeInput(80, i -> 3));
    input.add(
        new EncodedPair(
            input.get(0).key(), PaneRank.AFTER_END_OF_WINDOW, new byte[] {1, 2, 3})); // no element
    assertThrows(
        TransformFailedException.class,
        () -> BatchGroupTester.run(LARGE, STRINGS, input, harness -> {}));
  }

  private static List<EncodedPair> largeInput(int count, IntUnaryOperator timestamp) {
    int size = (80 << 20) / count;
    List<EncodedPair> input = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String value = i + String.valueOf((char) ('a' + i % 26)).repeat(size);
      input.add(BatchGroupTester.pair(TENS, STRINGS, "key", value, timestamp.applyAsInt(i)));
    }
    return input;
  }

  @Test
  void timePassesBetweenEarlyAndOnTimePanesOfAGroupBefore() throws Exception {
    WindowingStrategy<?, ?> windowing =
        WindowingStrategy.globalDefault()
            .withTrigger(Repeatedly.forever(AfterProcessingTime.pastFirstElementInPane()))
            .withMode(AccumulationMode.ACCUMULATING_FIRED_PANES)
            .withAllowedLateness(Duration.ZERO);
    assertEquals(
        List.of("a:[1] @end global EARLY#0", "a:[1, 2] @end global ON_TIME#1 last"),
        BatchGroupTester.panes(
                Scenario.grouping(windowing).spec(),
                List.of(
                    BatchGroupTester.onTimePair(windowing, new Element("a", 2, 9)),
                    BatchGroupTester.pair(windowing, new Element("a", 1, 9))))
            .stream()
            .map(Panes::text)
            .toList());
  }
}

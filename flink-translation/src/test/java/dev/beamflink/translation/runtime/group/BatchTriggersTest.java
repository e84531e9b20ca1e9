package dev.beamflink.translation.runtime.group;

import static dev.beamflink.translation.runtime.group.BatchGroupTester.texts;
import static org.apache.beam.sdk.transforms.windowing.AfterPane.elementCountAtLeast;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.beamflink.translation.runtime.group.BatchGroupTester.Element;
import java.util.List;
import org.apache.beam.sdk.transforms.windowing.AfterAll;
import org.apache.beam.sdk.transforms.windowing.AfterEach;
import org.apache.beam.sdk.transforms.windowing.AfterFirst;
import org.apache.beam.sdk.transforms.windowing.AfterProcessingTime;
import org.apache.beam.sdk.transforms.windowing.AfterWatermark;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Never;
import org.apache.beam.sdk.transforms.windowing.Repeatedly;
import org.apache.beam.sdk.transforms.windowing.Sessions;
import org.apache.beam.sdk.transforms.windowing.Trigger;
import org.apache.beam.sdk.transforms.windowing.Window.ClosingBehavior;
import org.apache.beam.sdk.transforms.windowing.Window.OnTimeBehavior;
import org.apache.beam.sdk.values.WindowingStrategy;
import org.apache.beam.sdk.values.WindowingStrategy.AccumulationMode;
import org.joda.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * Triggers made of others in BATCH: all elements of a key come first, in the order of the input,
 * then the watermark passes the ends of its windows. So what counts elements fires early, and
 * nothing is late. The twin of {@link TriggersTest}.
 */
class BatchTriggersTest {

  private static final WindowingStrategy<?, ?> TENS =
      WindowingStrategy.of(FixedWindows.of(Duration.millis(10)))
          .withMode(AccumulationMode.DISCARDING_FIRED_PANES);
  private static final WindowingStrategy<?, ?> GLOBAL =
      WindowingStrategy.globalDefault()
          .withMode(AccumulationMode.DISCARDING_FIRED_PANES)
          .withAllowedLateness(Duration.ZERO);
  private static final WindowingStrategy<?, ?> SESSIONS =
      WindowingStrategy.of(Sessions.withGapDuration(Duration.millis(10)));

  private static final Trigger.OnceTrigger AFTER_A_DELAY =
      AfterProcessingTime.pastFirstElementInPane().plusDelayOf(Duration.millis(100));
  private static final Trigger EARLY_AND_LATE =
      AfterWatermark.pastEndOfWindow()
          .withEarlyFirings(elementCountAtLeast(1))
          .withLateFirings(elementCountAtLeast(1));

  @Test
  void afterEachTakesTurns() throws Exception {
    assertEquals(
        List.of(
            "a:[1] @end [0..10) EARLY#0",
            "a:[2, 3] @end [0..10) EARLY#1",
            "a:[4, 5, 6] @end [0..10) EARLY#2",
            "a:[7] @end [0..10) ON_TIME#3 last"),
        texts(
            TENS.withTrigger(
                AfterEach.inOrder(
                    elementCountAtLeast(1),
                    elementCountAtLeast(2),
                    Repeatedly.forever(elementCountAtLeast(3)))),
            elements(7)));
  }

  @Test
  void afterEachEndsTheWindowWithTheLastTurn() throws Exception {
    assertEquals(
        List.of("a:[1] @end [0..10) EARLY#0", "a:[2, 3] @end [0..10) EARLY#1 last"),
        texts(
            TENS.withTrigger(AfterEach.inOrder(elementCountAtLeast(1), elementCountAtLeast(2))),
            elements(4)));
  }

  @Test
  void afterEachWaitsForTheEndOfTheWindow() throws Exception {
    assertEquals(
        List.of("a:[1, 2] @end [0..10) EARLY#0", "a:[3, 4] @end [0..10) ON_TIME#1 last"),
        texts(
            TENS.withTrigger(
                AfterEach.inOrder(elementCountAtLeast(2), AfterWatermark.pastEndOfWindow())),
            elements(4)));
  }

  @Test
  void afterFirstFiresWithTheFirst() throws Exception {
    assertEquals(
        List.of("a:[1, 2] @end [0..10) EARLY#0", "a:[3] @end [0..10) ON_TIME#1 last"),
        texts(
            TENS.withTrigger(
                Repeatedly.forever(AfterFirst.of(elementCountAtLeast(2), AFTER_A_DELAY))),
            elements(3)));
  }

  /** Its end is the end of time, which processing time does not wait for. */
  @Test
  void afterFirstFiresWithProcessingTimeInTheGlobalWindow() throws Exception {
    assertEquals(
        List.of(
            "a:[1, 2] @end global EARLY#0",
            "a:[3] @end global EARLY#1",
            "a:[] @end global ON_TIME#2 last"),
        texts(
            GLOBAL.withTrigger(
                Repeatedly.forever(AfterFirst.of(elementCountAtLeast(2), AFTER_A_DELAY))),
            elements(3)));
  }

  @Test
  void afterAllWaitsForTheLast() throws Exception {
    assertEquals(
        List.of("a:[1, 2, 3] @end [0..10) EARLY#0", "a:[4] @end [0..10) ON_TIME#1 last"),
        texts(
            TENS.withTrigger(
                Repeatedly.forever(AfterAll.of(elementCountAtLeast(2), elementCountAtLeast(3)))),
            elements(4)));
  }

  @Test
  void afterAllDoesNotFireBeforeProcessingTimePasses() throws Exception {
    Trigger trigger = Repeatedly.forever(AfterAll.of(elementCountAtLeast(2), AFTER_A_DELAY));
    assertEquals(
        List.of("a:[1, 2, 3] @end [0..10) ON_TIME#0 last"),
        texts(TENS.withTrigger(trigger), elements(3)));
    assertEquals(
        List.of("a:[1, 2, 3] @end global EARLY#0", "a:[] @end global ON_TIME#1 last"),
        texts(GLOBAL.withTrigger(trigger), elements(3)));
    assertEquals(
        List.of("a:[1] @end global ON_TIME#0 last"),
        texts(GLOBAL.withTrigger(trigger), elements(1)));
  }

  @Test
  void finallyEndsTheWindow() throws Exception {
    assertEquals(
        List.of(
            "a:[1, 2] @end [0..10) EARLY#0",
            "a:[3] @end [0..10) EARLY#1 last",
            "b:[5] @end [0..10) ON_TIME#0 last"),
        texts(
            TENS.withTrigger(
                Repeatedly.forever(elementCountAtLeast(2)).orFinally(elementCountAtLeast(3))),
            new Element("a", 1, 1),
            new Element("a", 2, 2),
            new Element("a", 3, 3),
            new Element("a", 4, 4),
            new Element("b", 5, 5)));
  }

  @Test
  void finallyAtTheEndOfTheWindowTakesWhatIsLeft() throws Exception {
    Trigger trigger =
        Repeatedly.forever(elementCountAtLeast(2)).orFinally(AfterWatermark.pastEndOfWindow());
    assertEquals(
        List.of("a:[1, 2] @end [0..10) EARLY#0", "a:[3] @end [0..10) ON_TIME#1 last"),
        texts(TENS.withTrigger(trigger).withAllowedLateness(Duration.millis(5)), elements(3)));
    assertEquals(
        List.of("a:[1, 2] @end [0..10) EARLY#0", "a:[] @end [0..10) ON_TIME#1 last"),
        texts(TENS.withTrigger(trigger).withAllowedLateness(Duration.millis(5)), elements(2)));
  }

  @Test
  void neverFiresWhenTheWindowExpires() throws Exception {
    assertEquals(
        List.of("a:[1, 2] @end [0..10) ON_TIME#0 last"),
        texts(TENS.withTrigger(Never.ever()).withAllowedLateness(Duration.millis(5)), elements(2)));
    assertEquals(
        List.of("a:[1, 2] @end global ON_TIME#0 last"),
        texts(GLOBAL.withTrigger(Never.ever()), elements(2)));
  }

  @Test
  void emptyOnTimePaneComesAlways() throws Exception {
    WindowingStrategy<?, ?> windowing =
        TENS.withTrigger(EARLY_AND_LATE).withOnTimeBehavior(OnTimeBehavior.FIRE_ALWAYS);
    assertEquals(
        List.of("a:[1] @end [0..10) EARLY#0", "a:[] @end [0..10) ON_TIME#1 last"),
        texts(windowing, elements(1)));
    assertEquals(
        List.of("a:[1] @end [0..10) EARLY#0", "a:[] @end [0..10) ON_TIME#1"),
        texts(windowing.withAllowedLateness(Duration.millis(5)), elements(1)));
  }

  @Test
  void emptyOnTimePaneCanBeLeftOut() throws Exception {
    WindowingStrategy<?, ?> windowing =
        TENS.withTrigger(EARLY_AND_LATE).withOnTimeBehavior(OnTimeBehavior.FIRE_IF_NON_EMPTY);
    List<String> panes = List.of("a:[1] @end [0..10) EARLY#0");
    assertEquals(panes, texts(windowing, elements(1)));
    assertEquals(
        panes, texts(windowing.withMode(AccumulationMode.ACCUMULATING_FIRED_PANES), elements(1)));
    assertEquals(panes, texts(windowing.withAllowedLateness(Duration.millis(5)), elements(1)));
  }

  @Test
  void onTimePaneAccumulatesWhatEarlyPanesHad() throws Exception {
    assertEquals(
        List.of(
            "a:[1, 2] @end [0..10) EARLY#0",
            "a:[1, 2, 3, 4] @end [0..10) EARLY#1",
            "a:[1, 2, 3, 4, 5] @end [0..10) ON_TIME#2 last"),
        texts(
            TENS.withTrigger(
                    AfterWatermark.pastEndOfWindow().withEarlyFirings(elementCountAtLeast(2)))
                .withMode(AccumulationMode.ACCUMULATING_FIRED_PANES),
            elements(5)));
  }

  @Test
  void lastPaneComesOnlyIfItMust() throws Exception {
    WindowingStrategy<?, ?> windowing =
        TENS.withTrigger(AfterWatermark.pastEndOfWindow().withLateFirings(elementCountAtLeast(2)))
            .withAllowedLateness(Duration.millis(5));
    assertEquals(
        List.of("a:[1] @end [0..10) ON_TIME#0"),
        texts(windowing.withClosingBehavior(ClosingBehavior.FIRE_IF_NON_EMPTY), elements(1)));
    assertEquals(
        List.of("a:[1] @end [0..10) ON_TIME#0", "a:[] @end [0..10) LATE#1 last"),
        texts(windowing.withClosingBehavior(ClosingBehavior.FIRE_ALWAYS), elements(1)));
  }

  @Test
  void onTimePaneIsTheLastOneWithoutLateness() throws Exception {
    assertEquals(
        List.of("a:[1] @end [0..10) ON_TIME#0 last"),
        texts(TENS.withClosingBehavior(ClosingBehavior.FIRE_ALWAYS), elements(1)));
  }

  @Test
  void sessionsCountTheElementsOfAllThatMerge() throws Exception {
    assertEquals(
        List.of("a:[1, 2, 3] @end [0..25) EARLY#0", "a:[4] @end [0..30) ON_TIME#0 last"),
        texts(
            SESSIONS
                .withTrigger(Repeatedly.forever(elementCountAtLeast(3)))
                .withMode(AccumulationMode.DISCARDING_FIRED_PANES),
            new Element("a", 1, 0),
            new Element("a", 2, 15),
            new Element("a", 3, 8),
            new Element("a", 4, 20)));
  }

  @Test
  void sessionsThatFiredMergeAccumulating() throws Exception {
    assertEquals(
        List.of(
            "a:[1] @end [0..10) EARLY#0",
            "a:[2] @end [15..25) EARLY#0",
            "a:[1, 2, 3] @end [0..25) EARLY#0",
            "a:[4] @end [50..60) EARLY#0",
            "a:[1, 2, 3] @end [0..25) ON_TIME#1",
            "a:[4] @end [50..60) ON_TIME#1"),
        texts(
            SESSIONS
                .withTrigger(EARLY_AND_LATE)
                .withMode(AccumulationMode.ACCUMULATING_FIRED_PANES)
                .withAllowedLateness(Duration.millis(100)),
            bridgedSessions()));
  }

  @Test
  void sessionsThatFiredMergeDiscarding() throws Exception {
    assertEquals(
        List.of(
            "a:[1] @end [0..10) EARLY#0",
            "a:[2] @end [15..25) EARLY#0",
            "a:[3] @end [0..25) EARLY#0",
            "a:[4] @end [50..60) EARLY#0",
            "a:[] @end [0..25) ON_TIME#1 last",
            "a:[] @end [50..60) ON_TIME#1 last"),
        texts(
            SESSIONS.withTrigger(EARLY_AND_LATE).withMode(AccumulationMode.DISCARDING_FIRED_PANES),
            bridgedSessions()));
  }

  private static Element[] bridgedSessions() {
    return new Element[] {
      new Element("a", 1, 0),
      new Element("a", 2, 15),
      new Element("a", 3, 8),
      new Element("a", 4, 50)
    };
  }

  /** Elements 1, 2, ... of one key and window. */
  private static Element[] elements(int count) {
    Element[] elements = new Element[count];
    for (int i = 0; i < count; i++) {
      elements[i] = new Element("a", i + 1, i + 1);
    }
    return elements;
  }
}

package dev.beamflink.translation.runtime.group;

import static org.apache.beam.sdk.transforms.windowing.AfterPane.elementCountAtLeast;

import dev.beamflink.translation.testkit.Backend;
import dev.beamflink.translation.testkit.Interruption;
import org.apache.beam.sdk.transforms.windowing.AfterAll;
import org.apache.beam.sdk.transforms.windowing.AfterEach;
import org.apache.beam.sdk.transforms.windowing.AfterFirst;
import org.apache.beam.sdk.transforms.windowing.AfterProcessingTime;
import org.apache.beam.sdk.transforms.windowing.AfterWatermark;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Never;
import org.apache.beam.sdk.transforms.windowing.Repeatedly;
import org.apache.beam.sdk.transforms.windowing.Sessions;
import org.apache.beam.sdk.transforms.windowing.Window.ClosingBehavior;
import org.apache.beam.sdk.transforms.windowing.Window.OnTimeBehavior;
import org.apache.beam.sdk.values.WindowingStrategy;
import org.apache.beam.sdk.values.WindowingStrategy.AccumulationMode;
import org.joda.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Triggers made of others, what they do to panes, and what of them is left in state. Panes of
 * windows that merge are numbered anew, as Beam has it.
 */
class TriggersTest {

  /** A way to run a scenario. On RocksDB, which opens slowly, there is one. */
  private enum Run {
    PLAIN(Backend.HASH_MAP, Interruption.NONE),
    SNAPSHOT(Backend.HASH_MAP, Interruption.SNAPSHOT),
    RESTORE(Backend.HASH_MAP, Interruption.RESTORE),
    RESCALE(Backend.HASH_MAP, Interruption.RESCALE),
    RESTORE_ON_ROCKS_DB(Backend.ROCKS_DB, Interruption.RESTORE);

    private final Backend backend;
    private final Interruption interruption;

    Run(Backend backend, Interruption interruption) {
      this.backend = backend;
      this.interruption = interruption;
    }
  }

  private static final WindowingStrategy<?, ?> TENS =
      WindowingStrategy.of(FixedWindows.of(Duration.millis(10)))
          .withMode(AccumulationMode.DISCARDING_FIRED_PANES);
  private static final WindowingStrategy<?, ?> SESSIONS =
      WindowingStrategy.of(Sessions.withGapDuration(Duration.millis(10)));

  @ParameterizedTest
  @EnumSource
  void afterEachTakesTurns(Run run) throws Exception {
    run(
        Scenario.grouping(
                TENS.withTrigger(
                    AfterEach.inOrder(
                        elementCountAtLeast(1),
                        elementCountAtLeast(2),
                        Repeatedly.forever(elementCountAtLeast(3)))))
            .element("a", 1, 1)
            .expect("a:[1] @end [0..10) EARLY#0")
            .element("a", 2, 2)
            .expect()
            .element("a", 3, 3)
            .expect("a:[2, 3] @end [0..10) EARLY#1")
            .element("a", 4, 4)
            .element("a", 5, 5)
            .expect()
            .element("a", 6, 6)
            .expect("a:[4, 5, 6] @end [0..10) EARLY#2")
            .element("a", 7, 7)
            .watermark(10)
            .expect("a:[7] @end [0..10) ON_TIME#3 last"),
        run);
  }

  @ParameterizedTest
  @EnumSource
  void afterFirstFiresWithTheFirst(Run run) throws Exception {
    run(
        Scenario.grouping(
                TENS.withTrigger(
                    Repeatedly.forever(
                        AfterFirst.of(
                            elementCountAtLeast(2),
                            AfterProcessingTime.pastFirstElementInPane()
                                .plusDelayOf(Duration.millis(100))))))
            .processingTime(1_000)
            .element("a", 1, 1)
            .element("a", 2, 2)
            .expect("a:[1, 2] @end [0..10) EARLY#0")
            .element("a", 3, 3)
            .processingTime(1_099)
            .expect()
            .processingTime(1_101)
            .expect("a:[3] @end [0..10) EARLY#1"),
        run);
  }

  @ParameterizedTest
  @EnumSource
  void afterAllWaitsForTheLast(Run run) throws Exception {
    run(
        Scenario.grouping(
                TENS.withTrigger(
                    Repeatedly.forever(
                        AfterAll.of(
                            elementCountAtLeast(2),
                            AfterProcessingTime.pastFirstElementInPane()
                                .plusDelayOf(Duration.millis(100))))))
            .processingTime(1_000)
            .element("a", 1, 1)
            .element("a", 2, 2)
            .expect()
            .processingTime(1_101)
            .expect("a:[1, 2] @end [0..10) EARLY#0")
            .element("a", 3, 3)
            .processingTime(1_300)
            .expect()
            .element("a", 4, 4)
            .expect("a:[3, 4] @end [0..10) EARLY#1"),
        run);
  }

  @ParameterizedTest
  @EnumSource
  void finallyEndsTheWindow(Run run) throws Exception {
    run(
        Scenario.grouping(
                TENS.withTrigger(
                    Repeatedly.forever(elementCountAtLeast(2)).orFinally(elementCountAtLeast(3))))
            .element("a", 1, 1)
            .element("a", 2, 2)
            .expect("a:[1, 2] @end [0..10) EARLY#0")
            .element("a", 3, 3)
            .expect("a:[3] @end [0..10) EARLY#1 last")
            .element("a", 4, 4)
            .element("b", 5, 5)
            .watermark(10)
            .expect("b:[5] @end [0..10) ON_TIME#0 last"),
        run);
  }

  @ParameterizedTest
  @EnumSource
  void neverFiresWhenTheWindowExpires(Run run) throws Exception {
    run(
        Scenario.grouping(TENS.withTrigger(Never.ever()).withAllowedLateness(Duration.millis(5)))
            .element("a", 1, 1)
            .watermark(10)
            .expect()
            .watermark(15)
            .expect("a:[1] @end [0..10) ON_TIME#0 last")
            .expectStateEntries(0),
        run);
  }

  @ParameterizedTest
  @EnumSource
  void emptyOnTimePaneComesAlways(Run run) throws Exception {
    run(
        early(OnTimeBehavior.FIRE_ALWAYS)
            .element("a", 1, 1)
            .expect("a:[1] @end [0..10) EARLY#0")
            .watermark(10)
            .expect("a:[] @end [0..10) ON_TIME#1"),
        run);
  }

  @ParameterizedTest
  @EnumSource
  void emptyOnTimePaneCanBeLeftOut(Run run) throws Exception {
    run(
        early(OnTimeBehavior.FIRE_IF_NON_EMPTY)
            .element("a", 1, 1)
            .expect("a:[1] @end [0..10) EARLY#0")
            .watermark(10)
            .expect()
            .element("a", 2, 2)
            .expect("a:[2] @end [0..10) LATE#1"),
        run);
  }

  private static Scenario early(OnTimeBehavior behavior) {
    return Scenario.grouping(
        TENS.withTrigger(
                AfterWatermark.pastEndOfWindow()
                    .withEarlyFirings(elementCountAtLeast(1))
                    .withLateFirings(elementCountAtLeast(1)))
            .withAllowedLateness(Duration.millis(5))
            .withOnTimeBehavior(behavior));
  }

  @ParameterizedTest
  @EnumSource
  void emptyLastPaneIsLeftOut(Run run) throws Exception {
    run(
        Scenario.grouping(
                TENS.withTrigger(
                        AfterWatermark.pastEndOfWindow().withLateFirings(elementCountAtLeast(2)))
                    .withAllowedLateness(Duration.millis(5))
                    .withClosingBehavior(ClosingBehavior.FIRE_IF_NON_EMPTY))
            .element("a", 1, 1)
            .element("b", 2, 2)
            .watermark(10)
            .expect("a:[1] @end [0..10) ON_TIME#0", "b:[2] @end [0..10) ON_TIME#0")
            .element("b", 3, 3)
            .watermark(15)
            .expect("b:[3] @end [0..10) LATE#1 last")
            .expectStateEntries(0),
        run);
  }

  @ParameterizedTest
  @EnumSource
  void sessionsCountTheElementsOfAllThatMerge(Run run) throws Exception {
    run(
        Scenario.grouping(
                SESSIONS
                    .withTrigger(Repeatedly.forever(elementCountAtLeast(3)))
                    .withMode(AccumulationMode.DISCARDING_FIRED_PANES))
            .element("a", 1, 0)
            .element("a", 2, 15)
            .expect()
            .element("a", 3, 8)
            .expect("a:[1, 2, 3] @end [0..25) EARLY#0")
            .element("a", 4, 20)
            .watermark(30)
            .expect("a:[4] @end [0..30) ON_TIME#0 last")
            .expectStateEntries(0),
        run);
  }

  @ParameterizedTest
  @EnumSource
  void sessionThatFiredGoesOnAccumulating(Run run) throws Exception {
    run(
        Scenario.grouping(
                SESSIONS
                    .withTrigger(
                        AfterWatermark.pastEndOfWindow()
                            .withEarlyFirings(elementCountAtLeast(1))
                            .withLateFirings(elementCountAtLeast(1)))
                    .withMode(AccumulationMode.ACCUMULATING_FIRED_PANES)
                    .withAllowedLateness(Duration.millis(100)))
            .element("a", 1, 0)
            .expect("a:[1] @end [0..10) EARLY#0")
            .element("a", 2, 5)
            .expect("a:[1, 2] @end [0..15) EARLY#0")
            .watermark(15)
            .expect("a:[1, 2] @end [0..15) ON_TIME#1")
            .element("a", 3, 4)
            .expect("a:[1, 2, 3] @end [0..15) LATE#2")
            .watermark(115)
            .expect()
            .expectStateEntries(0),
        run);
  }

  @ParameterizedTest
  @EnumSource
  void lateElementJoinsSessionsThatHaveFired(Run run) throws Exception {
    run(
        Scenario.grouping(
                SESSIONS
                    .withTrigger(
                        AfterWatermark.pastEndOfWindow().withLateFirings(elementCountAtLeast(1)))
                    .withMode(AccumulationMode.ACCUMULATING_FIRED_PANES)
                    .withAllowedLateness(Duration.millis(100)))
            .element("a", 1, 0)
            .element("a", 2, 15)
            .watermark(30)
            .expect("a:[1] @end [0..10) ON_TIME#0", "a:[2] @end [15..25) ON_TIME#0")
            .element("a", 3, 8)
            .expect("a:[1, 2, 3] @end [0..25) LATE#0")
            .watermark(125)
            .expect()
            .expectStateEntries(0),
        run);
  }

  private static void run(Scenario scenario, Run run) throws Exception {
    scenario.run(run.backend, run.interruption);
  }
}

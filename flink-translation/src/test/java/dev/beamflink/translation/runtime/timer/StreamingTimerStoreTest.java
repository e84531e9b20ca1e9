package dev.beamflink.translation.runtime.timer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.translation.runtime.time.BeamTime;
import dev.beamflink.translation.testkit.Backend;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.beam.runners.core.StateNamespace;
import org.apache.beam.runners.core.StateNamespaces;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.joda.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class StreamingTimerStoreTest {

  private static final StateNamespace WINDOW = window(0, 1_000);

  private final TimerOperator.Factory factory = new TimerOperator.Factory();
  private TimerTester tester;

  @AfterEach
  void nothingIsLeft() throws Exception {
    tester.assertEmpty();
    tester.close();
  }

  @ParameterizedTest
  @EnumSource
  void firesInTimeOrderAcrossKeysOncePassed(Backend backend) throws Exception {
    start(backend);
    tester.act("a", set("late", 30));
    tester.act("b", set("early", 10));
    tester.act("a", set("middle", 20));
    tester.watermark(10);
    assertEquals(List.of(), tester.fired(), "a Beam timer fires after its time, not at it");
    tester.watermark(11);
    assertEquals(List.of("b:early@10"), tester.fired());
    tester.endOfTime();
    assertEquals(List.of("a:middle@20", "a:late@30"), tester.fired());
  }

  @ParameterizedTest
  @EnumSource
  void handsTheTimerBackAsItWasSet(Backend backend) throws Exception {
    start(backend);
    StateNamespace trigger =
        StateNamespaces.windowAndTrigger(
            IntervalWindow.getCoder(), new IntervalWindow(new Instant(0), new Instant(50)), 3);
    for (StateNamespace namespace : List.of(WINDOW, trigger, StateNamespaces.global())) {
      tester.act(
          "a",
          timers ->
              timers.setTimer(
                  namespace,
                  "id",
                  "family",
                  new Instant(9),
                  BeamTime.NO_OUTPUT_TIMESTAMP,
                  TimeDomain.EVENT_TIME));
      tester.endOfTime();
      tester.endOfTime();
      var timer = tester.takeFired().get(0).timer();
      assertEquals(namespace, timer.getNamespace());
      assertEquals("id", timer.getTimerId());
      assertEquals("family", timer.getTimerFamilyId());
      assertEquals(new Instant(9), timer.getTimestamp());
      assertEquals(BeamTime.NO_OUTPUT_TIMESTAMP, timer.getOutputTimestamp());
      assertEquals(TimeDomain.EVENT_TIME, timer.getDomain());
    }
  }

  @ParameterizedTest
  @EnumSource
  void tiesFireByRankThenInTheOrderSet(Backend backend) throws Exception {
    factory.ranking =
        (family, id) ->
            switch (id) {
              case "cleanup" -> TimerRank.CLEANUP;
              case "expire" -> TimerRank.WINDOW_EXPIRATION;
              default -> TimerRank.USER;
            };
    start(backend);
    tester.act("a", set("cleanup", 10).andThen(set("z", 10)).andThen(set("expire", 10)));
    tester.act("b", set("x", 10));
    tester.act("a", set("y", 5).andThen(set("a", 10)));
    tester.act("a", set("y", 10));
    tester.act("a", set("z", 10)); // already set to it: keeps its place
    tester.watermark(100);
    assertEquals(
        List.of("a:z@10", "b:x@10", "a:a@10", "a:y@10", "a:expire@10", "a:cleanup@10"),
        tester.fired());
  }

  @ParameterizedTest
  @EnumSource
  void tiesKeepTheirOrderAfterRestore(Backend backend) throws Exception {
    start(backend);
    tester.act("a", set("2", 10).andThen(set("1", 10)));
    tester.restore(2);
    tester.act("a", set("0", 10));
    tester.watermark(100);
    assertEquals(List.of("a:2@10", "a:1@10", "a:0@10"), tester.fired());
  }

  @ParameterizedTest
  @EnumSource
  void setAgainMovesTheTimer(Backend backend) throws Exception {
    start(backend);
    tester.act("a", set("t", 10));
    tester.act("a", set("t", 30));
    tester.act("a", set("t", 20));
    assertEquals(1, tester.queued());
    tester.watermark(15);
    assertEquals(List.of(), tester.fired());
    tester.act("a", set("t", 16));
    tester.act("a", set("t", 40));
    tester.act("a", set("t", 17));
    assertEquals(1, tester.queued());
    tester.endOfTime();
    assertEquals(List.of("a:t@17"), tester.fired());
  }

  @ParameterizedTest
  @EnumSource
  void movingLaterDoesNotTouchTheQueue(Backend backend) throws Exception {
    start(backend);
    for (int time = 10; time < 50; time++) {
      tester.act("a", set("t", time));
    }
    assertEquals(1, tester.queued());
    tester.watermark(49);
    assertEquals(List.of(), tester.fired());
    tester.restore(1);
    tester.watermark(50);
    assertEquals(List.of("a:t@49"), tester.fired());
  }

  @ParameterizedTest
  @EnumSource
  void timersDifferByKeyWindowFamilyIdAndDomain(Backend backend) throws Exception {
    start(backend);
    StateNamespace other = window(1_000, 2_000);
    tester.act("a", set("t", 10));
    tester.act("b", set("t", 10));
    tester.act("a", timers -> set(timers, other, "f", "t", 10, 10, TimeDomain.EVENT_TIME));
    tester.act("a", timers -> set(timers, WINDOW, "f", "t", 10, 10, TimeDomain.EVENT_TIME));
    tester.act("a", timers -> set(timers, WINDOW, "f", "u", 10, 10, TimeDomain.EVENT_TIME));
    tester.act("a", processing("t", 10, 10));
    assertEquals(6, tester.queued());
    tester.act("b", timers -> timers.deleteTimer(WINDOW, "t", "", TimeDomain.EVENT_TIME));
    tester.act("a", timers -> timers.deleteTimer(WINDOW, "u", "f", TimeDomain.EVENT_TIME));
    assertEquals(4, tester.queued());
    tester.endOfTime();
    assertEquals(List.of("a:t@10", "a:ft@10", "a:ft@10"), tester.fired());
    tester.processingTime(11);
    assertEquals(List.of("a:t@10"), tester.fired());
  }

  @ParameterizedTest
  @EnumSource
  @SuppressWarnings("deprecation") // runners-core still calls these
  void clearedTimerDoesNotFire(Backend backend) throws Exception {
    start(backend);
    tester.act("a", set("t", 10));
    tester.act("a", set("t", 20));
    tester.act("a", timers -> timers.deleteTimer(WINDOW, "t", "", TimeDomain.EVENT_TIME));
    tester.assertEmpty();
    tester.act("a", timers -> timers.deleteTimer(WINDOW, "never set", "", TimeDomain.EVENT_TIME));
    tester.act("a", set("u", 10).andThen(processing("u", 10, 5)));
    tester.act("a", timers -> timers.deleteTimer(WINDOW, "u", ""));
    tester.assertEmpty();
    tester.act("a", set("t", 12));
    tester.watermark(100);
    assertEquals(List.of("a:t@12"), tester.fired());
  }

  @ParameterizedTest
  @EnumSource
  void timersSetWhileFiringFireInTheSamePass(Backend backend) throws Exception {
    factory.onTimer =
        (key, timer, timers) -> {
          long time = timer.getTimestamp().getMillis();
          if (timer.getTimerId().equals("1")) {
            set("2", time).accept(timers);
          } else if (time < 3) {
            set("1", time + 1).accept(timers);
          }
        };
    start(backend);
    tester.act("a", set("1", 0).andThen(set("2", 4)));
    tester.act("b", set("1", 2));
    tester.endOfTime();
    assertEquals(
        List.of(
            "a:1@0", "a:2@0", "a:1@1", "a:2@1", "b:1@2", "a:1@2", "b:2@2", "a:2@2", "b:1@3",
            "a:1@3", "b:2@3", "a:2@3"),
        tester.fired());
  }

  @ParameterizedTest
  @EnumSource
  void passedTimerSetByATieFiresBeforeTheOthersOfItsKey(Backend backend) throws Exception {
    factory.onTimer =
        (key, timer, timers) -> {
          if (timer.getTimerId().equals("1")) {
            set("past", 3).accept(timers);
          }
        };
    start(backend);
    tester.act("a", set("1", 10).andThen(set("2", 10)));
    tester.watermark(100);
    assertEquals(List.of("a:1@10", "a:past@3", "a:2@10"), tester.fired());
  }

  @ParameterizedTest
  @EnumSource
  void firingTimerMovesAndClearsOthersOfItsTime(Backend backend) throws Exception {
    factory.onTimer =
        (key, timer, timers) -> {
          switch (timer.getTimerId()) {
            case "1" -> {
              timers.deleteTimer(WINDOW, "cleared", "", TimeDomain.EVENT_TIME);
              set("later", 20).accept(timers);
              set("earlier", 4).accept(timers);
              timers.deleteTimer(WINDOW, "again", "", TimeDomain.EVENT_TIME);
              set("again", 10).accept(timers);
            }
            case "2" -> timers.deleteTimer(WINDOW, "after", "", TimeDomain.EVENT_TIME);
            default -> {}
          }
        };
    start(backend);
    tester.act("a", set("1", 10).andThen(set("cleared", 10)).andThen(set("later", 10)));
    tester.act("a", set("earlier", 10).andThen(set("again", 10)).andThen(set("2", 10)));
    tester.act("a", set("after", 11));
    tester.watermark(100);
    assertEquals(
        List.of("a:1@10", "a:earlier@4", "a:2@10", "a:again@10", "a:later@20"), tester.fired());
  }

  /** Flink has handed over the entry of the later one by then, and gets it a second time. */
  @ParameterizedTest
  @EnumSource
  void timerClearedAndSetAgainBeforeItsTurnFiresOnce(Backend backend) throws Exception {
    factory.onTimer =
        (key, timer, timers) -> {
          if (timer.getTimerId().equals("1")) {
            delete("2").andThen(set("2", 20)).accept(timers);
          }
        };
    start(backend);
    tester.act("a", set("1", 10).andThen(set("2", 20)));
    tester.watermark(100);
    assertEquals(List.of("a:1@10", "a:2@20"), tester.fired());
  }

  @ParameterizedTest
  @EnumSource
  void inputWatermarkMovesFromTimerToTimer(Backend backend) throws Exception {
    factory.onTimer =
        (key, timer, timers) -> {
          Instant now = timers.currentInputWatermarkTime();
          if (now.getMillis() < 100) {
            set("loop", now.getMillis() + 20).accept(timers);
          }
        };
    start(backend);
    tester.act("a", timers -> assertEquals(min(), timers.currentInputWatermarkTime()));
    tester.act("a", set("loop", 5));
    tester.endOfTime();
    assertEquals(
        List.of(6L, 27L, 48L, 69L, 90L, 111L),
        tester.takeFired().stream().map(TimerOperator.Fired::inputWatermarkMillis).toList());
    tester.act(
        "a",
        timers ->
            assertEquals(BoundedWindow.TIMESTAMP_MAX_VALUE, timers.currentInputWatermarkTime()));
  }

  @ParameterizedTest
  @EnumSource
  void timerForAPassedTimeFiresAfterTheElement(Backend backend) throws Exception {
    factory.onTimer =
        (key, timer, timers) -> {
          if (timer.getTimerId().equals("chain")) {
            set("next", 60).accept(timers);
          }
        };
    start(backend);
    tester.watermark(100);
    tester.act("a", set("not yet", 100).andThen(set("second", 99)).andThen(set("first", 50)));
    assertEquals(List.of("a:first@50", "a:second@99"), tester.fired());
    tester.act("b", set("chain", 50).andThen(set("cleared", 1)).andThen(delete("cleared")));
    assertEquals(List.of("b:chain@50", "b:next@60"), tester.fired());
    tester.endOfTime();
    assertEquals(List.of("a:not yet@100"), tester.fired());
    tester.act("a", set("at the end", 1_000));
    assertEquals(List.of("a:at the end@1000"), tester.fired());
  }

  @ParameterizedTest
  @EnumSource
  void eventTimeTimerHoldsWithAnEarlierOutputTimestampOnly(Backend backend) throws Exception {
    start(backend);
    tester.act("a", set("own time", 20));
    tester.act("a", set("no output", 20, BeamTime.NO_OUTPUT_TIMESTAMP.getMillis()));
    tester.watermark(15);
    assertEquals(new Instant(15), tester.outputWatermark());
    tester.act("b", set("holding", 30, 18));
    tester.act("a", set("holding", 30, 25));
    tester.watermark(30);
    assertEquals(new Instant(18), tester.outputWatermark());
    tester.act("b", set("holding", 30, 29));
    assertEquals(new Instant(25), tester.outputWatermark());
    tester.act("b", delete("holding").andThen(set("holding", 30, 22)));
    assertEquals(new Instant(25), tester.outputWatermark(), "goes on from where it was");
    tester.act("b", delete("holding"));
    tester.watermark(31);
    assertEquals(new Instant(31), tester.outputWatermark());
    tester.fired();
  }

  @ParameterizedTest
  @EnumSource
  void holdStaysUntilTheTimerHasFired(Backend backend) throws Exception {
    List<Long> holds = new ArrayList<>();
    factory.onTimer = (key, timer, timers) -> holds.add(tester.holds());
    start(backend);
    tester.act("a", set("t", 20, 10));
    tester.endOfTime();
    assertEquals(List.of(1L), holds);
  }

  @ParameterizedTest
  @EnumSource
  void processingTimeTimersFireByTheClockAndHold(Backend backend) throws Exception {
    factory.onTimer =
        (key, timer, timers) -> {
          if (timer.getTimerId().equals("first")) {
            processing("set while firing", 12, 4).accept(timers);
            set("due", 3).accept(timers);
          }
        };
    start(backend);
    tester.act("a", processing("first", 10, 5));
    tester.act("b", processing("second", 20, 7));
    tester.act("b", processing("no output", 30, BeamTime.NO_OUTPUT_TIMESTAMP.getMillis()));
    tester.watermark(100);
    assertEquals(new Instant(5), tester.outputWatermark());
    assertTrue(tester.hasPendingProcessingTimeTimers());
    tester.processingTime(11);
    assertEquals(List.of("a:first@10", "a:due@3"), tester.fired());
    tester.processingTime(25);
    assertEquals(List.of("a:set while firing@12", "b:second@20"), tester.fired());
    assertEquals(new Instant(100), tester.outputWatermark(), "no element comes to update it");
    assertTrue(tester.hasPendingProcessingTimeTimers());
    tester.processingTime(40);
    assertFalse(tester.hasPendingProcessingTimeTimers());
  }

  @ParameterizedTest
  @EnumSource
  void processingTimeGoesOnAtTheEndOfInput(Backend backend) throws Exception {
    factory.onTimer =
        (key, timer, timers) -> {
          long now = timers.currentProcessingTime().getMillis();
          if (now < 30) {
            processing("loop", now + 10, 50).accept(timers);
          }
        };
    start(backend);
    tester.act("a", processing("loop", 10, 50));
    tester.endOfTime();
    assertEquals(new Instant(50), tester.outputWatermark());
    tester.processingTime(10);
    tester.processingTime(21);
    assertEquals(List.of("a:loop@10", "a:loop@21"), tester.fired());
    assertEquals(new Instant(50), tester.outputWatermark());
    tester.processingTime(32);
    assertEquals(BoundedWindow.TIMESTAMP_MAX_VALUE, tester.outputWatermark());
    tester.fired();
  }

  @ParameterizedTest
  @EnumSource
  void processingTimeIsPastATimerThatFires(Backend backend) throws Exception {
    List<Instant> clock = new ArrayList<>();
    factory.onTimer =
        (key, timer, timers) -> {
          clock.add(timers.currentProcessingTime());
          if (clock.size() < 3) {
            processing("loop", timers.currentProcessingTime().getMillis(), 5).accept(timers);
          }
        };
    start(backend);
    tester.act("a", processing("loop", 10, 5));
    tester.processingTime(10);
    assertEquals(List.of(new Instant(11)), clock, "fires once per millisecond at most");
    tester.processingTime(15);
    assertEquals(List.of(new Instant(11), new Instant(15), new Instant(16)), clock);
    tester.fired();
  }

  @ParameterizedTest
  @EnumSource
  void synchronizedProcessingTimeIsAnotherDomainOfTheSameClock(Backend backend) throws Exception {
    start(backend);
    tester.processingTime(7);
    tester.act(
        "a",
        timers -> {
          assertEquals(new Instant(7), timers.currentProcessingTime());
          assertEquals(new Instant(7), timers.currentSynchronizedProcessingTime());
          set(timers, WINDOW, "", "t", 10, 5, TimeDomain.SYNCHRONIZED_PROCESSING_TIME);
          set(timers, WINDOW, "", "t", 20, 5, TimeDomain.PROCESSING_TIME);
        });
    assertTrue(tester.hasPendingProcessingTimeTimers());
    tester.processingTime(11);
    assertEquals(
        TimeDomain.SYNCHRONIZED_PROCESSING_TIME, tester.takeFired().get(0).timer().getDomain());
    tester.processingTime(21);
    assertEquals(TimeDomain.PROCESSING_TIME, tester.takeFired().get(0).timer().getDomain());
  }

  @ParameterizedTest
  @EnumSource
  void restoreAtAnotherParallelismKeepsTimersHoldsAndPendingWork(Backend backend) throws Exception {
    start(backend);
    int keys = 20;
    for (int key = 0; key < keys; key++) {
      tester.act("k" + key, set("event", 100 + key, 40 + key));
      tester.act("k" + key, set("moved", 10));
      tester.act("k" + key, set("moved", 300 + key));
      tester.act("k" + key, processing("processing", 500 + key, 60 + key));
    }
    tester.watermark(50);
    for (int parallelism : List.of(3, 1, 4, 2)) {
      tester.restore(parallelism);
      assertEquals(2 * keys, tester.holds());
      assertEquals(3 * keys, tester.queued());
      assertTrue(tester.hasPendingProcessingTimeTimers());
      tester.watermark(60);
      assertEquals(new Instant(40), tester.outputWatermark());
    }
    tester.watermark(120);
    assertEquals(keys, tester.fired().size());
    tester.restore(2);
    tester.watermark(200);
    assertEquals(new Instant(60), tester.outputWatermark());
    tester.processingTime(600);
    assertEquals(new Instant(200), tester.outputWatermark());
    tester.endOfTime();
    assertEquals(2 * keys, tester.fired().size());
  }

  static Stream<Arguments> backendsThatSavepointsMoveBetween() {
    EnumSet<Backend> movable = EnumSet.complementOf(EnumSet.of(Backend.FORST));
    return movable.stream()
        .filter(to -> to != Backend.HASH_MAP)
        .flatMap(
            to ->
                Stream.of(Arguments.of(Backend.HASH_MAP, to), Arguments.of(to, Backend.HASH_MAP)));
  }

  @ParameterizedTest
  @MethodSource("backendsThatSavepointsMoveBetween")
  void savepointMovesTimersAndHoldsToAnotherBackend(Backend from, Backend to) throws Exception {
    start(from);
    int keys = 20;
    for (int key = 0; key < keys; key++) {
      tester.act("k" + key, set("event", 100 + key, 40 + key));
      tester.act("k" + key, processing("processing", 500 + key, 60 + key));
    }
    tester.watermark(50);
    tester.moveTo(to, 2);
    assertEquals(2 * keys, tester.holds());
    assertEquals(2 * keys, tester.queued());
    assertTrue(tester.hasPendingProcessingTimeTimers());
    tester.watermark(120);
    assertEquals(new Instant(60), tester.outputWatermark());
    assertEquals(keys, tester.fired().size());
    tester.processingTime(600);
    assertEquals(keys, tester.fired().size());
    tester.endOfTime();
  }

  @ParameterizedTest
  @EnumSource
  void timersOfOtherWindowsAreNotRestored(Backend backend) throws Exception {
    start(backend);
    tester.act("a", set("t", 10));
    TimerOperator.Factory other = new TimerOperator.Factory();
    other.windowCoder = GlobalWindow.Coder.INSTANCE;
    assertThrows(Exception.class, () -> tester.restore(1, other));
    start(backend);
  }

  @ParameterizedTest
  @EnumSource
  void watermarkThatBypassesTheStoreIsRefused(Backend backend) throws Exception {
    factory.bypassStore = true;
    start(backend);
    tester.act("a", set("t", 10));
    var error = assertThrows(IllegalStateException.class, () -> tester.watermark(20));
    assertTrue(error.getMessage().contains("processWatermark"), error.getMessage());
    factory.bypassStore = false;
    start(backend);
  }

  @ParameterizedTest
  @EnumSource(names = "HASH_MAP")
  void moreTiesThanAPassKeepsFireEach(Backend backend) throws Exception {
    int ties = 150_000;
    start(backend);
    for (int key = 0; key < ties; key++) {
      tester.act("k" + key, set("t", 10));
    }
    tester.watermark(11);
    assertEquals(ties, tester.fired().stream().distinct().count());
  }

  private void start(Backend backend) throws Exception {
    tester = new TimerTester(backend, factory);
  }

  private static Instant min() {
    return BoundedWindow.TIMESTAMP_MIN_VALUE;
  }

  private static StateNamespace window(long start, long end) {
    return StateNamespaces.window(
        IntervalWindow.getCoder(), new IntervalWindow(new Instant(start), new Instant(end)));
  }

  @ParameterizedTest
  @EnumSource
  void processingTimeOfWhatIsOverIsCleared(Backend backend) throws Exception {
    start(backend);
    StateNamespace over = window(0, 10);
    for (String key : List.of("a", "b", "c")) {
      tester.act(
          key,
          timers -> {
            set(timers, over, "", "t", 50, 5, TimeDomain.PROCESSING_TIME);
            set(timers, over, "", "t", 1_000, 1_000, TimeDomain.EVENT_TIME);
          });
    }
    tester.act("b", processing("stays", 60, 70));
    tester.clearProcessingTimeTimers(over);
    tester.watermark(100);
    assertEquals(new Instant(70), tester.outputWatermark());
    tester.processingTime(61);
    assertEquals(List.of("b:stays@60"), tester.fired());
    tester.endOfTime();
    assertEquals(3, tester.fired().size(), "event time goes on");
  }

  private static Consumer<TimerStore> set(String id, long target) {
    return set(id, target, target);
  }

  private static Consumer<TimerStore> set(String id, long target, long output) {
    return timers -> set(timers, WINDOW, "", id, target, output, TimeDomain.EVENT_TIME);
  }

  private static Consumer<TimerStore> processing(String id, long target, long output) {
    return timers -> set(timers, WINDOW, "", id, target, output, TimeDomain.PROCESSING_TIME);
  }

  private static Consumer<TimerStore> delete(String id) {
    return timers -> timers.deleteTimer(WINDOW, id, "", TimeDomain.EVENT_TIME);
  }

  private static void set(
      TimerStore timers,
      StateNamespace namespace,
      String family,
      String id,
      long target,
      long output,
      TimeDomain domain) {
    timers.setTimer(namespace, id, family, new Instant(target), new Instant(output), domain);
  }
}

package dev.beamflink.translation.runtime.timer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.beam.runners.core.StateNamespace;
import org.apache.beam.runners.core.StateNamespaces;
import org.apache.beam.runners.core.TimerInternals.TimerData;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.flink.streaming.runtime.tasks.TestProcessingTimeService;
import org.joda.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchTimerStoreTest {

  private static final StateNamespace WINDOW =
      StateNamespaces.window(
          IntervalWindow.getCoder(), new IntervalWindow(new Instant(0), new Instant(1_000)));

  private final TestProcessingTimeService clock = new TestProcessingTimeService();
  private final List<String> fired = new ArrayList<>();
  private final List<Instant> watermarks = new ArrayList<>();
  private Consumer<TimerData> onTimer = timer -> {};
  private final BatchTimerStore timers =
      new BatchTimerStore(
          (family, id) -> id.equals("cleanup") ? TimerRank.CLEANUP : TimerRank.USER,
          this::onTimer,
          clock);

  @AfterEach
  void nextKeyStartsAnew() {
    assertEquals(BoundedWindow.TIMESTAMP_MIN_VALUE, timers.currentInputWatermarkTime());
    assertFalse(timers.hasPendingProcessingTimeTimers());
    assertEquals(new Instant(clock.getCurrentProcessingTime()), timers.currentProcessingTime());
  }

  @Test
  void nothingFiresBeforeTheKeyEnds() throws Exception {
    set("t", 10);
    timers.fireDue();
    assertEquals(List.of(), fired);
    assertNull(timers.currentOutputWatermarkTime());
    finishKey();
    assertEquals(List.of("t@10"), fired);
    finishKey();
    assertEquals(List.of(), fired);
  }

  @Test
  void firesInOrderOfTimeRankAndSetting() throws Exception {
    set("cleanup", 20);
    set("c", 20);
    set("a", 20);
    set("b", 30);
    set("b", 10);
    set("c", 20); // already set to it: keeps its place
    finishKey();
    assertEquals(List.of("b@10", "c@20", "a@20", "cleanup@20"), fired);
  }

  @Test
  @SuppressWarnings("deprecation") // runners-core still calls these
  void clearedTimersDoNotFire() throws Exception {
    set("a", 10);
    set("b", 10);
    setProcessing("b", 10);
    timers.deleteTimer(WINDOW, "a", "", TimeDomain.EVENT_TIME);
    timers.deleteTimer(WINDOW, "never set", "", TimeDomain.EVENT_TIME);
    timers.deleteTimer(WINDOW, "b", "");
    finishKey();
    assertEquals(List.of(), fired);
  }

  @Test
  void processingTimeMayPassBetweenElements() throws Exception {
    set("event", 10);
    setProcessing("processing", 20);
    timers.passProcessingTime();
    assertEquals(List.of("processing@20"), fired);
    assertEquals(BoundedWindow.TIMESTAMP_MIN_VALUE, timers.currentInputWatermarkTime());
    finishKey();
    assertEquals(List.of("event@10"), fired);
  }

  @Test
  void eventTimeMayMoveBeforeProcessingTimePasses() throws Exception {
    set("event", 10);
    setProcessing("processing", 20);
    timers.finishKeyAtOnce();
    assertEquals(List.of("event@10", "processing@20"), fired);
  }

  @Test
  void timersSetWhileFiringTakeTheirPlace() throws Exception {
    onTimer =
        timer -> {
          long time = timer.getTimestamp().getMillis();
          if (timer.getTimerId().equals("1")) {
            set("2", time);
          } else if (time < 3) {
            set("1", time + 1);
          }
        };
    set("1", 0);
    set("2", 4);
    finishKey();
    assertEquals(List.of("1@0", "2@0", "1@1", "2@1", "1@2", "2@2", "1@3", "2@3"), fired);
  }

  @Test
  void watermarkMovesFromTimerToTimer() throws Exception {
    onTimer =
        timer -> {
          long now = timers.currentInputWatermarkTime().getMillis();
          if (now < 60) {
            set("loop", now + 20);
          } else if (timer.getTimerId().equals("loop")) {
            set("past", now - 20);
          }
        };
    set("loop", 5);
    finishKey();
    assertEquals(List.of("loop@5", "loop@26", "loop@47", "loop@68", "past@49"), fired);
    assertEquals(
        List.of(6L, 27L, 48L, 69L, 69L), watermarks.stream().map(Instant::getMillis).toList());
  }

  @Test
  void processingTimeTimersFireBeforeTheirWindowEnds() throws Exception {
    clock.setCurrentTime(1_000);
    setProcessing("first", 2_000);
    setProcessing("second", 3_000);
    set("window end", 999);
    set("early", 5);
    onTimer =
        timer -> {
          switch (timer.getTimerId()) {
            case "first" -> {
              assertEquals(new Instant(2_001), timers.currentProcessingTime());
              setProcessing("chained", 2_500);
            }
            case "early" -> setProcessing("after early", 100);
            default -> {}
          }
        };
    finishKey();
    assertEquals(
        List.of(
            "first@2000",
            "chained@2500",
            "second@3000",
            "early@5",
            "after early@100",
            "window end@999"),
        fired);
  }

  @Test
  void endlessProcessingTimeLoopDoesNotStopTheKey() throws Exception {
    onTimer =
        timer -> {
          if (timer.getTimerId().equals("loop")) {
            setProcessing("loop", timers.currentProcessingTime().getMillis());
          }
        };
    setProcessing("loop", 10);
    setProcessing("other", 1_000_000);
    set("event", 10);
    finishKey();
    assertEquals(1, fired.stream().filter("other@1000000"::equals).count());
    assertEquals(1, fired.stream().filter("event@10"::equals).count());
    assertEquals(BoundedWindow.TIMESTAMP_MAX_VALUE, watermarks.get(watermarks.size() - 1));
  }

  @Test
  void finiteProcessingTimeLoopRunsToItsEnd() throws Exception {
    onTimer =
        timer -> {
          if (fired.size() < 500) {
            setProcessing("loop", timers.currentProcessingTime().getMillis() + 10);
          }
        };
    setProcessing("loop", 10);
    finishKey();
    assertEquals(500, fired.size());
  }

  @Test
  void eventTimeTimerSetAtTheEndOfTimeFires() throws Exception {
    onTimer =
        timer -> {
          if (timers.currentInputWatermarkTime().equals(BoundedWindow.TIMESTAMP_MAX_VALUE)
              && timer.getTimerId().equals("loop")) {
            set("last", 7);
          } else if (timer.getDomain() == TimeDomain.PROCESSING_TIME) {
            setProcessing("loop", 10);
          }
        };
    setProcessing("loop", 10);
    finishKey();
    assertEquals("last@7", fired.get(fired.size() - 1));
  }

  @Test
  void pendingProcessingTimeIsKnown() throws Exception {
    set("event", 10);
    assertFalse(timers.hasPendingProcessingTimeTimers());
    timers.setTimer(
        WINDOW, "t", "", new Instant(1), new Instant(1), TimeDomain.SYNCHRONIZED_PROCESSING_TIME);
    assertTrue(timers.hasPendingProcessingTimeTimers());
    finishKey();
  }

  /** A stream whose watermark stays at -inf and then jumps to +inf does what a batch does. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void agreesWithTheModelInEventTime(long seed) throws Exception {
    TimerModel model =
        new TimerModel(RandomTimerActions::rank, new RandomTimerActions(seed, false));
    RandomTimerActions actions = new RandomTimerActions(seed, false);
    List<TimerData> batchFired = new ArrayList<>();
    BatchTimerStore[] store = new BatchTimerStore[1];
    store[0] =
        new BatchTimerStore(
            RandomTimerActions::rank,
            timer -> {
              batchFired.add(timer);
              actions.run("k", timer, store[0]);
            },
            clock);
    for (int element = 0; element < 20; element++) {
      model.act("k", actions.element(seed * 100 + element, element));
      actions.element(seed * 100 + element, element).accept(store[0]);
    }
    model.watermark(BoundedWindow.TIMESTAMP_MAX_VALUE);
    store[0].finishKey();
    assertEquals(model.takeFired().stream().map(TimerOperator.Fired::timer).toList(), batchFired);
  }

  private void onTimer(TimerData timer) {
    fired.add(timer.getTimerId() + "@" + timer.getTimestamp().getMillis());
    watermarks.add(timers.currentInputWatermarkTime());
    onTimer.accept(timer);
  }

  private void finishKey() throws Exception {
    fired.clear();
    timers.finishKey();
  }

  private void set(String id, long target) {
    timers.setTimer(
        WINDOW, id, "", new Instant(target), new Instant(target), TimeDomain.EVENT_TIME);
  }

  private void setProcessing(String id, long target) {
    timers.setTimer(
        WINDOW, id, "", new Instant(target), new Instant(0), TimeDomain.PROCESSING_TIME);
  }
}

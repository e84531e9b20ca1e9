package dev.beamflink.translation.runtime.timer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.runners.core.StateNamespaces;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.flink.streaming.runtime.tasks.TestProcessingTimeService;
import org.joda.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SdkClockTimersTest {

  private static final long OPERATOR_MILLIS = 1_000;
  private static final long SDK_MILLIS = 1_700_000_000_000L;

  private final TestProcessingTimeService clock = new TestProcessingTimeService();
  private final List<String> fired = new ArrayList<>();
  private final BatchTimerStore store =
      new BatchTimerStore(
          (family, id) -> TimerRank.USER,
          timer -> fired.add(timer.getTimerId() + "@" + timer.getTimestamp().getMillis()),
          clock);
  private final SdkClockTimers timers =
      new SdkClockTimers(
          store, Clock.fixed(java.time.Instant.ofEpochMilli(SDK_MILLIS), ZoneOffset.UTC));

  @BeforeEach
  void setClock() throws Exception {
    clock.setCurrentTime(OPERATOR_MILLIS);
  }

  @Test
  void delayCountsFromTheTimeOfTheOperator() throws Exception {
    set("t", SDK_MILLIS + 500, TimeDomain.PROCESSING_TIME);
    store.finishKey();
    assertEquals(List.of("t@1500"), fired);
  }

  @Test
  void timeThatHasPassedForTheSdkIsNow() throws Exception {
    set("t", SDK_MILLIS - 500, TimeDomain.PROCESSING_TIME);
    store.finishKey();
    assertEquals(List.of("t@1000"), fired);
  }

  @Test
  void eventTimeIsTheSameToBoth() throws Exception {
    set("t", 500, TimeDomain.EVENT_TIME);
    store.finishKey();
    assertEquals(List.of("t@500"), fired);
  }

  @Test
  void clearedTimerDoesNotFire() throws Exception {
    set("t", SDK_MILLIS + 500, TimeDomain.PROCESSING_TIME);
    timers.deleteTimer(StateNamespaces.global(), "t", "family", TimeDomain.PROCESSING_TIME);
    store.finishKey();
    assertEquals(List.of(), fired);
  }

  private void set(String id, long millis, TimeDomain domain) {
    timers.setTimer(
        StateNamespaces.global(), id, "family", new Instant(millis), new Instant(0), domain);
  }
}

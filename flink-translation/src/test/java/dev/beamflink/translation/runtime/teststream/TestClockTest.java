package dev.beamflink.translation.runtime.teststream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import org.junit.jupiter.api.Test;

class TestClockTest {

  private final TestClock clock = new TestClock();
  private final List<Long> fired = new ArrayList<>();

  private void time(long millis) throws Exception {
    clock.set(millis);
    clock.fireDue();
  }

  @Test
  void startsAtBeamsMinimumAndNeverGoesBack() throws Exception {
    assertEquals(TestSteps.START_MILLIS, clock.getCurrentProcessingTime());
    time(20);
    time(10);
    assertEquals(20, clock.getCurrentProcessingTime());
  }

  @Test
  void timersFireInOrderWhenTheirMillisecondHasPassed() throws Exception {
    clock.registerTimer(12, fired::add);
    clock.registerTimer(10, fired::add);
    time(10);
    assertEquals(List.of(), fired);
    time(12);
    assertEquals(List.of(10L), fired);
    time(100);
    assertEquals(List.of(10L, 12L), fired);
  }

  @Test
  void timersOfOneTimeFireInTheOrderTheyWereSet() throws Exception {
    clock.registerTimer(10, time -> fired.add(1L));
    clock.registerTimer(10, time -> fired.add(2L));
    time(11);
    assertEquals(List.of(1L, 2L), fired);
  }

  @Test
  void timerSetByAFiringOneFiresInTheSameCallIfItIsDue() throws Exception {
    clock.registerTimer(
        10,
        time -> {
          fired.add(time);
          clock.registerTimer(15, fired::add);
          clock.registerTimer(20, fired::add);
        });
    time(20);
    assertEquals(List.of(10L, 15L), fired);
  }

  @Test
  void timerThatIsDueWhenItIsSetFiresWithTheNextMarker() throws Exception {
    time(20);
    clock.registerTimer(10, fired::add);
    assertEquals(List.of(), fired);
    clock.fireDue();
    assertEquals(List.of(10L), fired);
  }

  @Test
  void cancelledTimerDoesNotFire() throws Exception {
    ScheduledFuture<?> timer = clock.registerTimer(10, fired::add);
    assertTrue(timer.cancel(false));
    time(20);
    assertEquals(List.of(), fired);
    assertTrue(timer.isCancelled());
  }

  @Test
  void periodsAreRefused() {
    assertThrows(
        UnsupportedOperationException.class, () -> clock.scheduleAtFixedRate(fired::add, 1, 1));
    assertThrows(
        UnsupportedOperationException.class, () -> clock.scheduleWithFixedDelay(fired::add, 1, 1));
  }
}

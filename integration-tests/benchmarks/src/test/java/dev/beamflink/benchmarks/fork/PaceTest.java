package dev.beamflink.benchmarks.fork;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PaceTest {

  private static final long SECOND = 1_000_000_000;

  @Test
  void numbersAreDueEvenly() {
    Pace pace = Pace.start(4);
    assertEquals(SECOND / 4, pace.dueNanos(1) - pace.dueNanos(0));
    assertEquals(3 * SECOND, pace.dueNanos(12) - pace.dueNanos(0));
    assertFalse(pace.isDueAfter(11, 3 * SECOND));
    assertTrue(pace.isDueAfter(12, 3 * SECOND));
  }

  @Test
  void allAreDueAtOnceWithoutARate() {
    Pace pace = Pace.start(0);
    assertEquals(pace.dueNanos(0), pace.dueNanos(1_000_000));
  }

  @Test
  void numbersOfTheFirstSecondsAreNotRecorded() {
    Latencies.take();
    Pace.start(10);
    long settled = 10 * Latencies.SETTLING_SECONDS;
    Latencies.record(settled - 1);
    Latencies.record(settled);
    Latencies.record(settled + 1);
    assertEquals(2, Latencies.take().elements());
    assertEquals(0, Latencies.take().elements());
  }
}

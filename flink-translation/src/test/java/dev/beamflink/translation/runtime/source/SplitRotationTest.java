package dev.beamflink.translation.runtime.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.translation.testkit.Journal;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SplitRotationTest {
  private final SplitRotation<Long> rotation = new SplitRotation<>();
  private final PolledSplit<Long> first = split("0");
  private final PolledSplit<Long> second = split("1");

  private static PolledSplit<Long> split(String id) {
    try {
      ScriptedSource source =
          ScriptedSource.of(
              new ScriptedSource.Script(0, false, false, false, Journal.create()),
              List.of(List.of()));
      return new PolledSplit<>(
          UnboundedCursor.of(
              Specs.userCode(),
              Specs.options().get(),
              new UnboundedSplit<Long>(id, SerializedSource.of(Specs.READ, source), null)),
          0);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static long millis(long millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }

  @Test
  void splitsTakeTurns() {
    rotation.add(first);
    rotation.add(second);
    assertSame(first, rotation.next(0));
    rotation.hadElements(first, 0);
    assertSame(second, rotation.next(0));
    rotation.hadElements(second, 0);
    assertSame(first, rotation.next(0));
  }

  @Test
  void emptySplitIsSkippedWhileOthersHaveData() {
    rotation.add(first);
    rotation.add(second);
    rotation.hadNothing(first, 0, 0);
    assertSame(second, rotation.next(0));
    rotation.hadElements(second, 0);
    assertSame(second, rotation.next(0));
    assertSame(first, rotation.next(millis(1)));
  }

  @Test
  void pausesOfAnEmptySplitGrowToTenMillis() {
    rotation.add(first);
    long now = 0;
    for (long expected : new long[] {1, 2, 4, 8, 10, 10}) {
      assertSame(first, rotation.next(now));
      rotation.hadNothing(first, now, 0);
      assertNull(rotation.next(now));
      assertEquals(millis(expected), rotation.nanosUntilNext(now));
      now += millis(expected);
    }
    rotation.hadElements(first, now);
    rotation.hadNothing(first, now, 0);
    assertEquals(millis(1), rotation.nanosUntilNext(now));
  }

  @Test
  void blockingSplitGetsASmallShareWhileOthersHaveData() {
    rotation.add(first);
    rotation.add(second);
    rotation.hadElements(second, 0);
    rotation.hadNothing(first, millis(10), millis(10));
    assertEquals(millis(80), first.nanosUntilDue(millis(10)));
  }

  @Test
  void blockingSplitAloneIsPolledOften() {
    rotation.add(first);
    rotation.add(second);
    rotation.hadElements(second, 0);
    rotation.hadNothing(first, millis(1000), millis(10));
    assertEquals(millis(1), first.nanosUntilDue(millis(1000)));
  }

  @Test
  void noSplitsAreAllFinished() {
    assertTrue(rotation.allFinished());
  }
}

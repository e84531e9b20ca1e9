package dev.beamflink.translation.runtime.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
    return split(id, false);
  }

  private static PolledSplit<Long> split(String id, boolean ends) {
    try {
      ScriptedSource source =
          ScriptedSource.of(
              new ScriptedSource.Script(0, ends, false, false, Journal.create()),
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

  private static long micros(long micros) {
    return TimeUnit.MICROSECONDS.toNanos(micros);
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
  void pausesOfAnEmptySplitAreAQuarterOfItsQuietTime() {
    rotation.add(first);
    assertEquals(micros(5), pauseAt(0));
    assertEquals(micros(5), pauseAt(micros(20)));
    assertEquals(micros(25), pauseAt(micros(100)));
    assertEquals(millis(2), pauseAt(millis(8)));
    assertEquals(millis(10), pauseAt(millis(40)));
    assertEquals(millis(10), pauseAt(millis(4000)));
    rotation.hadElements(first, millis(5000));
    assertEquals(micros(5), pauseAt(millis(5000)));
  }

  private long pauseAt(long now) {
    assertSame(first, rotation.next(now));
    rotation.hadNothing(first, now, 0);
    assertNull(rotation.next(now));
    return rotation.nanosUntilNext(now);
  }

  @Test
  void quietSplitIsLookedAtAHundredTimesASecond() {
    rotation.add(first);
    int looks = 0;
    for (long now = millis(1000); now < millis(2000); now += rotation.nanosUntilNext(now)) {
      rotation.hadNothing(first, now, 0);
      looks++;
    }
    assertEquals(100, looks);
  }

  @Test
  void eachGapCostsAFewLooks() {
    rotation.add(first);
    int looks = 0;
    for (long now = 0; now < millis(100); now += rotation.nanosUntilNext(now)) {
      rotation.hadNothing(first, now, 0);
      looks++;
    }
    assertTrue(looks < 50, looks + " looks");
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
    assertEquals(millis(10), first.nanosUntilDue(millis(1000)));
  }

  @Test
  void splitIsAskedForItsWatermarkOnceAMillisecond() {
    PolledSplit<Long> ending = split("0", true);
    rotation.add(ending);
    rotation.hadNothing(ending, 0, 0);
    assertFalse(ending.isFinished(), "its reader does not exist yet");
    assertNull(ending.cursor().next());
    rotation.hadNothing(ending, micros(999), 0);
    assertFalse(ending.isFinished(), "asked less than a millisecond ago");
    rotation.hadNothing(ending, millis(1), 0);
    assertTrue(ending.isFinished());
  }

  @Test
  void noSplitsAreAllFinished() {
    assertTrue(rotation.allFinished());
  }
}

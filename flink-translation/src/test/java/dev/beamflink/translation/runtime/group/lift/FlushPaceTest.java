package dev.beamflink.translation.runtime.group.lift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class FlushPaceTest {

  private final FlushPace pace = new FlushPace(1_000_000);

  @Test
  void startsCarefully() {
    assertEquals(16, inputsUntilMeasure());
  }

  @Test
  void measuresWhenTwiceAsManyHaveCome() {
    assertEquals(16, inputsUntilMeasure());
    assertFalse(pace.isFull(100));
    assertEquals(16, inputsUntilMeasure());
    assertFalse(pace.isFull(100));
    assertEquals(32, inputsUntilMeasure());
  }

  @Test
  void measuresWhenItShouldBeFull() {
    inputsUntilMeasure();
    assertFalse(pace.isFull(800_000));
    assertEquals(4, inputsUntilMeasure());
    assertFalse(pace.isFull(999_999));
    assertEquals(1, inputsUntilMeasure());
    assertTrue(pace.isFull(1_000_000));
  }

  @Test
  void smallAccumulatorsAreMeasuredNowAndThen() {
    long longest = 0;
    for (int i = 0; i < 50; i++) {
      longest = Math.max(longest, inputsUntilMeasure());
      assertFalse(pace.isFull(100));
    }
    assertEquals(100_000, longest);
  }

  @Test
  void expectsTheNextOnesToBeAsLarge() {
    inputsUntilMeasure();
    assertTrue(pace.isFull(100_000_000));
    pace.flushed();
    assertEquals(8, inputsUntilMeasure());
    assertTrue(pace.isFull(50_000_000));
    pace.flushed();
    assertEquals(4, inputsUntilMeasure());
  }

  @Test
  void flushingNothingIsHarmless() {
    pace.flushed();
    assertEquals(1, inputsUntilMeasure());
    assertFalse(pace.isFull(0));
    assertEquals(1, inputsUntilMeasure());
  }

  private long inputsUntilMeasure() {
    long inputs = 1;
    while (!pace.isTimeToMeasureAfterInput()) {
      inputs++;
    }
    return inputs;
  }
}

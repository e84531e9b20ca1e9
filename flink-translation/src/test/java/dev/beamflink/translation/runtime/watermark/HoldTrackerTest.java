package dev.beamflink.translation.runtime.watermark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HoldTrackerTest {

  private final HoldTracker holds = new HoldTracker();

  @Test
  void noHoldIsLaterThanEverything() {
    assertEquals(HoldTracker.NO_HOLD, holds.minMillis());
    assertEquals(0, holds.size());
  }

  @Test
  void equalHoldsCountEach() {
    holds.add(5);
    holds.add(5);
    holds.remove(5);
    assertEquals(5, holds.minMillis());
    holds.remove(5);
    assertEquals(HoldTracker.NO_HOLD, holds.minMillis());
  }

  @Test
  void unknownHoldIsRefused() {
    holds.add(5);
    var error = assertThrows(IllegalStateException.class, () -> holds.remove(6));
    assertEquals(
        "A watermark hold at 6 ms was released that nobody had taken (1 holds, the earliest at 5"
            + " ms). This is a bug of the runner. Please report it.",
        error.getMessage());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void agreesWithASortedList(long seed) {
    Random random = new Random(seed);
    List<Long> model = new ArrayList<>();
    for (int step = 0; step < 5_000; step++) {
      if (model.isEmpty() || random.nextInt(100) < 52) {
        long hold = random.nextInt(50) - 25;
        holds.add(hold);
        model.add(hold);
      } else {
        holds.remove(model.remove(random.nextInt(model.size())));
      }
      assertEquals(model.size(), holds.size());
      long min = model.isEmpty() ? HoldTracker.NO_HOLD : Collections.min(model);
      assertEquals(min, holds.minMillis());
    }
  }
}

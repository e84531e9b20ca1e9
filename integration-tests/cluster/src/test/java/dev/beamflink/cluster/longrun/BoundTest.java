package dev.beamflink.cluster.longrun;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What is flat, and what is not. */
class BoundTest {
  private static final Bound BOUND = new Bound(1.1, 5);

  private static Optional<String> readings(LongUnaryOperator ofMinute) {
    return BOUND.exceededBy(LongStream.range(0, 30).map(ofMinute).boxed().toList());
  }

  @Test
  void steadyIsFlat() {
    assertEquals(Optional.empty(), readings(minute -> 1000));
  }

  @Test
  void noiseIsFlat() {
    assertEquals(Optional.empty(), readings(minute -> 1000 + minute * 7919 % 300));
  }

  @Test
  void growthInTheFirstThirdIsFlat() {
    assertEquals(Optional.empty(), readings(minute -> Math.min(minute, 9) * 1000));
  }

  @Test
  void fewHighReadingsAreFlat() {
    assertEquals(Optional.empty(), readings(minute -> minute > 25 ? 5000 : 1000));
  }

  @Test
  void smallNumbersMayVaryByTheSlack() {
    assertEquals(Optional.empty(), readings(minute -> minute < 20 ? 0 : 5));
    assertTrue(readings(minute -> minute < 20 ? 0 : 6).isPresent());
  }

  @Test
  void steadyGrowthIsALeak() {
    assertEquals(
        Optional.of("grew from 1,150 to 1,350 (medians)"), readings(minute -> 850 + 20 * minute));
  }

  @Test
  void growthByLessThanTheFactorIsFlat() {
    assertEquals(Optional.empty(), readings(minute -> 1000 + 5 * minute));
  }

  @Test
  void threeReadingsAreEnough() {
    assertEquals(Optional.empty(), BOUND.exceededBy(List.of(0L, 100L, 100L)));
    assertTrue(BOUND.exceededBy(List.of(0L, 100L, 200L)).isPresent());
  }

  @Test
  void twoReadingsSayNothing() {
    assertEquals(Optional.empty(), BOUND.exceededBy(List.of(100L, 9000L)));
  }
}

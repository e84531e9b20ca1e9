package dev.beamflink.translation.runtime.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.translation.runtime.splittable.RestrictionSchedule;
import dev.beamflink.translation.runtime.splittable.SliceLimits;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.CausedByDrain;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SplittableStageOperatorTest {

  private static final RestrictionSchedule TWO_OUTPUTS = sliced(2, 1000);

  private static RestrictionSchedule sliced(long outputs, int maxReady) {
    return new RestrictionSchedule.Sliced(new SliceLimits(outputs, 10, 100), maxReady);
  }

  /** What happens between the steps. */
  enum Interruption {
    NONE,
    SNAPSHOT,
    RESTORE,
    RESCALE;

    void after(int step, SplittableTester tester) throws Exception {
      switch (this) {
        case NONE -> {}
        case SNAPSHOT -> tester.snapshot();
        case RESTORE -> tester.restore(1);
        case RESCALE -> tester.restore(step % 3 + 1);
      }
    }
  }

  @Test
  void hasAllItsStatesWhenItOpens() throws Exception {
    try (SplittableTester tester = new SplittableTester(CountingFn.bounded(), TWO_OUTPUTS)) {
      Set<String> states = tester.states();
      assertFalse(states.isEmpty());
      for (int element = 0; element < 20; element++) {
        tester.element("e" + element + " 4", element);
      }
      tester.processingTime(1);
      assertEquals(states, tester.states());
    }
  }

  @Test
  void restrictionsTakeTurns() throws Exception {
    try (SplittableTester tester = new SplittableTester(CountingFn.bounded(), TWO_OUTPUTS)) {
      tester.element("a 4", 0);
      tester.element("b 3", 0);
      assertEquals(List.of(), tester.takeOutput());
      tester.processingTime(1);
      assertEquals(List.of("a0", "a1", "b0", "b1", "a2", "a3", "b2"), tester.takeOutput());
    }
  }

  /** So a barrier waits for one slice, whatever user code does between its claims. */
  @Test
  void claimsWithoutOutputsEndWithTheSlice() throws Exception {
    SilentFn.calls = 0;
    SilentFn.claims = 0;
    try (SplittableTester tester =
        new SplittableTester(new SilentFn(), sliced(Long.MAX_VALUE, 1000))) {
      SilentFn.atClaim = () -> tester.passTime(1); // a slice lasts 100 ms
      tester.element("a 1000", 20);
      tester.processingTime(1);
      assertEquals(1000, SilentFn.claims);
      assertEquals(10, SilentFn.calls);
    }
  }

  @Test
  void inputWaitsForRestrictionsWhenTooManyAreReady() throws Exception {
    try (SplittableTester tester = new SplittableTester(CountingFn.bounded(), sliced(2, 1))) {
      tester.element("a 4", 0);
      assertEquals(List.of(), tester.takeOutput());
      tester.element("b 4", 0);
      assertEquals(List.of("a0", "a1"), tester.takeOutput());
    }
  }

  @Test
  void pendingRestrictionHoldsTheWatermark() throws Exception {
    try (SplittableTester tester =
        new SplittableTester(CountingFn.unbounded(), sliced(1000, 1000))) {
      tester.watermark(new Instant(5));
      assertEquals(new Instant(5), tester.outputWatermark());
      tester.element("a 3 1 100", 20);
      tester.element("b 2 1 1000", 30);
      tester.watermark(BoundedWindow.TIMESTAMP_MAX_VALUE);
      assertEquals(new Instant(20), tester.outputWatermark());
      tester.processingTime(1);
      assertEquals(List.of("a0", "b0"), tester.takeOutput());
      assertEquals(new Instant(21), tester.outputWatermark());
      tester.processingTime(100);
      assertEquals(List.of(), tester.takeOutput());
      tester.processingTime(101);
      assertEquals(List.of("a1"), tester.takeOutput());
      assertEquals(new Instant(22), tester.outputWatermark());
      tester.processingTime(400);
      assertEquals(List.of("a2"), tester.takeOutput());
      assertEquals(new Instant(31), tester.outputWatermark());
      tester.processingTime(2001);
      assertEquals(List.of("b1"), tester.takeOutput());
      tester.processingTime(4000);
      assertEquals(BoundedWindow.TIMESTAMP_MAX_VALUE, tester.outputWatermark());
    }
  }

  @Test
  void restoredRestrictionHoldsAndWaitsAsBefore() throws Exception {
    try (SplittableTester tester = new SplittableTester(CountingFn.unbounded(), TWO_OUTPUTS)) {
      tester.element("a 3 1 100", 20);
      tester.processingTime(1);
      tester.restore(2);
      tester.watermark(BoundedWindow.TIMESTAMP_MAX_VALUE);
      assertEquals(new Instant(21), tester.outputWatermark());
      tester.takeOutput();
      tester.processingTime(100);
      assertEquals(List.of(), tester.takeOutput());
      tester.processingTime(101);
      assertEquals(List.of("a1"), tester.takeOutput());
    }
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsLostOrDoubled(Interruption interruption) throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    List<String> expected = new ArrayList<>();
    List<String> actual = new ArrayList<>();
    try (SplittableTester tester = new SplittableTester(CountingFn.unbounded(), sliced(3, 2))) {
      for (int step = 0; step < 40; step++) {
        if (random.nextBoolean()) {
          int count = random.nextInt(12);
          tester.element(
              "e%d. %d %d %d".formatted(step, count, 1 + random.nextInt(4), random.nextInt(5)),
              step);
          for (int i = 0; i < count; i++) {
            expected.add("e%d.%d".formatted(step, i));
          }
        } else {
          tester.processingTime(step);
        }
        if (step % 7 == 0) {
          tester.watermark(new Instant(step));
        }
        interruption.after(step, tester);
        actual.addAll(tester.takeOutput());
      }
      tester.watermark(BoundedWindow.TIMESTAMP_MAX_VALUE);
      for (long now = 40; now < 200; now++) {
        tester.processingTime(now);
      }
      actual.addAll(tester.takeOutput());
      Collections.sort(expected);
      Collections.sort(actual);
      assertEquals(expected, actual, () -> "seed " + seed);
      assertEquals(
          BoundedWindow.TIMESTAMP_MAX_VALUE, tester.outputWatermark(), () -> "seed " + seed);
    }
  }

  @Test
  void drainTruncatesWhatIsLeftAndFinishesIt() throws Exception {
    try (SplittableTester tester = new SplittableTester(CountingFn.unbounded(), TWO_OUTPUTS)) {
      tester.element("a 1000000 1 100000", 0);
      tester.element("b 1000000", 0);
      tester.drain();
      assertEquals(List.of("a0", "b0"), tester.takeOutput());
      assertEquals(
          List.of(CausedByDrain.CAUSED_BY_DRAIN, CausedByDrain.CAUSED_BY_DRAIN), tester.causes());
      assertTrue(tester.tellsOfDrain());
      assertEquals(BoundedWindow.TIMESTAMP_MAX_VALUE, tester.outputWatermark());
      tester.processingTime(1_000_000);
      assertEquals(List.of(), tester.takeOutput());
    }
  }

  @Test
  void drainAfterTheInputHasEndedByItselfTruncatesToo() throws Exception {
    try (SplittableTester tester = new SplittableTester(CountingFn.unbounded(), TWO_OUTPUTS)) {
      tester.element("a 1000000 1 100000", 0);
      tester.watermark(BoundedWindow.TIMESTAMP_MAX_VALUE);
      tester.drain();
      assertEquals(List.of("a0"), tester.takeOutput());
      assertEquals(List.of(CausedByDrain.CAUSED_BY_DRAIN), tester.causes());
      assertTrue(tester.tellsOfDrain());
    }
  }

  @Test
  void inputThatEndsByItselfIsNoDrain() throws Exception {
    try (SplittableTester tester = new SplittableTester(CountingFn.unbounded(), TWO_OUTPUTS)) {
      tester.element("a 2", 0);
      tester.processingTime(1);
      tester.watermark(BoundedWindow.TIMESTAMP_MAX_VALUE);
      tester.processingTime(1_000);
      tester.endInput();
      assertEquals(List.of("a0", "a1"), tester.takeOutput());
      assertEquals(List.of(CausedByDrain.NORMAL, CausedByDrain.NORMAL), tester.causes());
      assertEquals(BoundedWindow.TIMESTAMP_MAX_VALUE, tester.outputWatermark());
      assertFalse(tester.tellsOfDrain());
    }
  }

  @Test
  void batchRunsEachRestrictionToItsEndWhenItComes() throws Exception {
    try (SplittableTester tester =
        new SplittableTester(CountingFn.bounded(), new RestrictionSchedule.ToTheEnd())) {
      tester.element("a 4 1", 0);
      assertEquals(List.of("a0", "a1", "a2", "a3"), tester.takeOutput());
      tester.element("b 2", 0);
      assertEquals(List.of("b0", "b1"), tester.takeOutput());
      tester.watermark(BoundedWindow.TIMESTAMP_MAX_VALUE);
      tester.endInput();
      assertEquals(BoundedWindow.TIMESTAMP_MAX_VALUE, tester.outputWatermark());
    }
  }
}

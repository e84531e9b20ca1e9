package dev.beamflink.translation.runtime.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.beamflink.translation.runtime.splittable.RestrictionSchedule;
import dev.beamflink.translation.runtime.splittable.SliceLimits;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

/** Restrictions of busy subtasks go to idle ones, and none is lost, doubled or late for that. */
class SharedRestrictionsTest {

  private static final Instant END = BoundedWindow.TIMESTAMP_MAX_VALUE;
  private static final RestrictionSchedule TWO_OUTPUTS = sliced(2);

  private static RestrictionSchedule sliced(long outputs) {
    return new RestrictionSchedule.Sliced(new SliceLimits(outputs, 10, 100), 1000);
  }

  private static SplittableTester twoSubtasks() throws Exception {
    return SplittableTester.sharing(CountingFn.bounded(), TWO_OUTPUTS, 2);
  }

  @Test
  void idleSubtaskGetsHalfOfWhatIsRunning() throws Exception {
    try (SplittableTester tester = twoSubtasks()) {
      tester.element("a 9", 20);
      tester.watermark(END);
      tester.events().deliverAll();
      tester.step(1); // half is split off when a0 is claimed
      assertEquals(List.of("a0", "a1", "a2", "a3"), tester.takeOutput());
      tester.events().deliverAll();
      tester.step(1);
      assertEquals(List.of("a4", "a5", "a6", "a7", "a8"), tester.takeOutput(1));
      tester.finish();
      assertEquals(END, tester.outputWatermark());
    }
  }

  /** A tracker that answers a fraction with all that is left would move all, again and again. */
  @Test
  void restrictionThatOnlyCheckpointsIsNotHalved() throws Exception {
    try (SplittableTester tester =
        SplittableTester.sharing(CountingFn.indivisible(), sliced(100), 2)) {
      tester.element("a 5", 20);
      tester.watermark(END);
      tester.events().deliverAll();
      tester.step(1);
      assertEquals(List.of("a0", "a1", "a2", "a3", "a4"), tester.takeOutput(0));
      tester.finish();
      assertEquals(List.of(), tester.takeOutput(1));
    }
  }

  @Test
  void restrictionThatWaitsForItsTurnIsSharedWhole() throws Exception {
    try (SplittableTester tester = twoSubtasks()) {
      tester.elementTo(0, "a 9", 20);
      tester.elementTo(0, "b 3", 20);
      tester.watermark(END);
      tester.events().deliverAll();
      tester.step(1);
      assertEquals(List.of("b0", "b1", "b2"), tester.takeOutput(1));
      tester.finish();
    }
  }

  /** What it may get would be late behind a watermark that has run ahead. */
  @Test
  void idleSubtaskGoesNoFurtherThanTheRestrictionsOfOthers() throws Exception {
    try (SplittableTester tester = twoSubtasks()) {
      tester.element("a 9", 20);
      tester.watermark(new Instant(5));
      tester.watermark(END);
      assertEquals(new Instant(5), tester.outputWatermark(1));
      tester.events().deliverAll();
      tester.step(1);
      assertEquals(new Instant(20), tester.outputWatermark(1));
      tester.finish();
      assertEquals(END, tester.outputWatermark(0));
      assertEquals(END, tester.outputWatermark(1));
    }
  }

  @Test
  void subtaskThatIsTooFarGetsNothing() throws Exception {
    try (SplittableTester tester = twoSubtasks()) {
      tester.elementTo(0, "a 9", 20);
      tester.elementTo(0, "b 9", 20);
      tester.watermark(new Instant(50));
      assertEquals(new Instant(20), tester.outputWatermark(0));
      assertEquals(new Instant(50), tester.outputWatermark(1));
      tester.watermark(END);
      tester.finish();
      assertEquals(18, tester.takeOutput(0).size());
    }
  }

  @Test
  void offerIsStillTheGiversInACheckpoint() throws Exception {
    try (SplittableTester tester = twoSubtasks()) {
      tester.elementTo(0, "a 2", 20);
      tester.elementTo(0, "b 2", 20);
      tester.watermark(END);
      Random order = new Random(1);
      while (!tester.events().isOffered() && tester.events().deliverOne(order)) {}
      tester.restore(2);
      tester.finish();
      assertEquals(List.of("a0", "a1", "b0", "b1"), sorted(tester.takeOutput()));
    }
  }

  @Test
  void drainFinishesWhatWasOffered() throws Exception {
    try (SplittableTester tester = twoSubtasks()) {
      tester.elementTo(0, "a 2", 20);
      tester.elementTo(0, "b 2", 20);
      tester.watermark(END);
      Random order = new Random(1);
      while (!tester.events().isOffered() && tester.events().deliverOne(order)) {}
      tester.endInput();
      tester.events().deliverAll(); // too late, as Flink holds it back until the last savepoint
      tester.step(1);
      assertEquals(List.of("a0", "a1", "b0", "b1"), sorted(tester.takeOutput()));
      assertEquals(END, tester.outputWatermark());
    }
  }

  @Test
  void nothingIsLostOrDoubledWhateverComesFirst() throws Exception {
    for (int run = 0; run < 30; run++) {
      long seed = new Random().nextLong();
      try {
        anyOrder(new Random(seed));
      } catch (Exception | AssertionError e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
  }

  private static void anyOrder(Random random) throws Exception {
    int parallelism = 1 + random.nextInt(3);
    List<String> expected = new ArrayList<>();
    List<String> actual = new ArrayList<>();
    try (SplittableTester tester =
        SplittableTester.sharing(CountingFn.bounded(), sliced(3), parallelism)) {
      for (int element = 0; element < 3; element++) {
        int count = random.nextInt(40);
        tester.elementTo(0, "e%d. %d %d 1".formatted(element, count, 2 + random.nextInt(4)), 20);
        for (int i = 0; i < count; i++) {
          expected.add("e%d.%d".formatted(element, i));
        }
      }
      tester.watermark(END);
      for (int step = 1; step < 60; step++) {
        switch (random.nextInt(8)) {
          case 0 -> tester.step(1);
          case 1 -> tester.snapshotAfterCoordinator(random);
          case 2 -> {
            if (random.nextInt(4) == 0) {
              tester.restore(1 + random.nextInt(3));
            }
          }
          default -> tester.events().deliverOne(random);
        }
        actual.addAll(tester.takeOutput());
      }
      tester.finish();
      actual.addAll(tester.takeOutput());
      assertEquals(sorted(expected), sorted(actual));
      assertEquals(END, tester.outputWatermark());
      assertFalse(tester.events().deliverOne(random));
    }
  }

  private static List<String> sorted(List<String> values) {
    List<String> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return sorted;
  }
}

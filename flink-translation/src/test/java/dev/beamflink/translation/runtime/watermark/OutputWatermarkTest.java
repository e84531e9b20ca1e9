package dev.beamflink.translation.runtime.watermark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.translation.runtime.time.BeamTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutputWatermarkTest {

  private final HoldTracker holds = new HoldTracker();
  private final List<Long> emitted = new ArrayList<>();
  private boolean restored;
  private final OutputWatermark watermark =
      new OutputWatermark(holds, new InputEnd(() -> restored), emitted::add);

  @Test
  void startsBeforeEverythingAndEmitsNothing() {
    watermark.update();
    assertEquals(BoundedWindow.TIMESTAMP_MIN_VALUE, watermark.current());
    assertEquals(List.of(), emitted);
  }

  @Test
  void forwardsTheInputInFlinksTerms() {
    advanceInput(10);
    assertEquals(List.of(9L), emitted);
    assertEquals(new Instant(10), watermark.current());
  }

  @Test
  void emitsOnlyChanges() {
    advanceInput(10);
    watermark.update();
    advanceInput(10);
    advanceInput(11);
    assertEquals(List.of(9L, 10L), emitted);
  }

  @Test
  void endOfTimeIsFlinksLastWatermarkAndIsAnnounced() {
    input(BoundedWindow.TIMESTAMP_MAX_VALUE.getMillis());
    watermark.update();
    assertEquals(List.of(BeamTime.NATURAL_END, Long.MAX_VALUE), emitted);
  }

  @Test
  void announcedEndIsAnnounced() {
    watermark.inputWatermark(BeamTime.NATURAL_END);
    watermark.update();
    watermark.inputWatermark(Long.MAX_VALUE);
    watermark.update();
    assertEquals(List.of(BeamTime.NATURAL_END, Long.MAX_VALUE), emitted);
  }

  @Test
  void endByADrainIsNotAnnounced() {
    advanceInput(10);
    watermark.inputWatermark(Long.MAX_VALUE);
    watermark.update();
    assertEquals(List.of(9L, Long.MAX_VALUE), emitted);
  }

  @Test
  void endByADrainIsNotAnnouncedAfterAHoldEither() {
    holds.add(5);
    watermark.inputWatermark(Long.MAX_VALUE);
    watermark.update();
    holds.remove(5);
    watermark.update();
    assertEquals(List.of(4L, Long.MAX_VALUE), emitted);
  }

  /** What announced it may have been taken before the checkpoint. */
  @Test
  void lastWatermarkThatComesFirstAfterARestoreIsNoDrain() {
    restored = true;
    watermark.inputWatermark(Long.MAX_VALUE);
    watermark.update();
    assertEquals(List.of(BeamTime.NATURAL_END, Long.MAX_VALUE), emitted);
  }

  @Test
  void drainSomeTimeAfterARestoreIsOne() {
    restored = true;
    advanceInput(10);
    assertTrue(watermark.isDrain(Long.MAX_VALUE));
    watermark.inputWatermark(Long.MAX_VALUE);
    watermark.update();
    assertEquals(List.of(9L, Long.MAX_VALUE), emitted);
  }

  @Test
  void drainThatReleasesAHoldAfterTheInputsOwnEndIsNotAnnounced() {
    holds.add(5);
    watermark.inputWatermark(BeamTime.NATURAL_END);
    watermark.inputWatermark(Long.MAX_VALUE);
    watermark.update();
    holds.remove(5);
    watermark.drain();
    watermark.update();
    assertEquals(List.of(4L, Long.MAX_VALUE), emitted);
  }

  @Test
  void holdKeepsElementsAtItsTimestampOnTime() {
    holds.add(5);
    advanceInput(10);
    assertEquals(new Instant(5), watermark.current());
    assertEquals(List.of(4L), emitted);
    holds.remove(5);
    watermark.update();
    assertEquals(List.of(4L, 9L), emitted);
  }

  @Test
  void lateHoldStopsButDoesNotTurnBack() {
    advanceInput(10);
    holds.add(3);
    advanceInput(20);
    assertEquals(new Instant(10), watermark.current());
    holds.remove(3);
    watermark.update();
    assertEquals(new Instant(20), watermark.current());
  }

  @Test
  void otherPartsOfTheOperatorHold() {
    long[] restriction = {4};
    watermark.addHold(() -> restriction[0]);
    watermark.addHold(() -> HoldTracker.NO_HOLD);
    advanceInput(10);
    assertEquals(new Instant(4), watermark.current());
    restriction[0] = 6;
    watermark.update();
    assertEquals(new Instant(6), watermark.current());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void neverGoesBackNorPassesAHold(long seed) {
    Random random = new Random(seed);
    List<Long> taken = new ArrayList<>();
    long input = 0;
    for (int step = 0; step < 2_000; step++) {
      long before = watermark.current().getMillis();
      if (random.nextBoolean()) {
        input += random.nextInt(10);
        input(input);
      } else if (taken.isEmpty() || random.nextBoolean()) {
        long hold = input + random.nextInt(40) - 10;
        taken.add(hold);
        holds.add(hold);
      } else {
        holds.remove(taken.remove(random.nextInt(taken.size())));
      }
      watermark.update();
      long now = watermark.current().getMillis();
      long limit = Math.min(input, taken.stream().mapToLong(hold -> hold).min().orElse(input));
      assertTrue(now >= before, "went back");
      assertEquals(Math.max(before, limit), now, "seed " + seed + ", step " + step);
    }
    for (int i = 1; i < emitted.size(); i++) {
      assertTrue(emitted.get(i) > emitted.get(i - 1), "emitted without a change");
    }
  }

  private void advanceInput(long millis) {
    input(millis);
    watermark.update();
  }

  private void input(long beamMillis) {
    long flink = BeamTime.toFlinkWatermark(new Instant(beamMillis));
    watermark.inputWatermark(flink == Long.MAX_VALUE ? BeamTime.NATURAL_END : flink);
  }
}

package dev.beamflink.translation.runtime.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

class BeamTimeTest {

  @Test
  void watermarkSurvivesTheRoundTrip() {
    for (Instant watermark :
        new Instant[] {
          BoundedWindow.TIMESTAMP_MIN_VALUE,
          Instant.ofEpochMilli(-1),
          Instant.EPOCH,
          Instant.ofEpochMilli(42),
          BoundedWindow.TIMESTAMP_MAX_VALUE
        }) {
      assertEquals(watermark, BeamTime.fromFlinkWatermark(BeamTime.toFlinkWatermark(watermark)));
    }
  }

  @Test
  void endsOfTimeMapToEachOther() {
    assertEquals(Long.MAX_VALUE, BeamTime.toFlinkWatermark(BoundedWindow.TIMESTAMP_MAX_VALUE));
    assertEquals(Long.MIN_VALUE, BeamTime.toFlinkWatermark(BoundedWindow.TIMESTAMP_MIN_VALUE));
    assertEquals(BoundedWindow.TIMESTAMP_MAX_VALUE, BeamTime.fromFlinkWatermark(Long.MAX_VALUE));
    assertEquals(BoundedWindow.TIMESTAMP_MIN_VALUE, BeamTime.fromFlinkWatermark(Long.MIN_VALUE));
  }

  @Test
  void timerFiresWhenTheBeamWatermarkHasPassedIt() {
    Instant target = Instant.ofEpochMilli(100);
    assertTrue(BeamTime.toFlinkWatermark(target) < BeamTime.toFlinkTimer(target));
    assertTrue(BeamTime.toFlinkWatermark(target.plus(1)) >= BeamTime.toFlinkTimer(target));
    assertEquals(target, BeamTime.fromFlinkTimer(BeamTime.toFlinkTimer(target)));
  }

  @Test
  void bothEndsOfTimeAreBeamsOne() {
    assertEquals(
        BoundedWindow.TIMESTAMP_MAX_VALUE, BeamTime.fromFlinkWatermark(BeamTime.NATURAL_END));
  }

  @Test
  void endThatIsNotAnnouncedIsADrain() {
    assertTrue(BeamTime.isDrain(Long.MIN_VALUE, Long.MAX_VALUE));
    assertTrue(BeamTime.isDrain(100, Long.MAX_VALUE));
    assertFalse(BeamTime.isDrain(100, 200));
    assertFalse(BeamTime.isDrain(100, BeamTime.NATURAL_END));
    assertFalse(BeamTime.isDrain(BeamTime.NATURAL_END, Long.MAX_VALUE));
    assertFalse(BeamTime.isDrain(Long.MAX_VALUE, Long.MAX_VALUE));
  }
}

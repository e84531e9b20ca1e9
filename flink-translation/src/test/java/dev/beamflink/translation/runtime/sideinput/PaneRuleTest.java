package dev.beamflink.translation.runtime.sideinput;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.beam.sdk.transforms.windowing.AfterProcessingTime;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.transforms.windowing.Repeatedly;
import org.apache.beam.sdk.values.WindowingStrategy;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

class PaneRuleTest {

  private static final IntervalWindow WINDOW =
      new IntervalWindow(new Instant(0), new Instant(1_000));
  private static final WindowingStrategy<Object, IntervalWindow> LATE =
      WindowingStrategy.of(FixedWindows.of(Duration.standardSeconds(1)))
          .withAllowedLateness(Duration.standardDays(7));

  private static boolean isReady(WindowingStrategy<?, ?> windowing, long watermark) {
    return PaneRule.PER_FIRING.isReady(null, WINDOW, windowing, watermark);
  }

  @Test
  void windowWithoutPaneIsEmptyWhenItsTriggerWouldHaveFired() {
    assertFalse(isReady(LATE, 998));
    assertTrue(isReady(LATE, 999));
  }

  @Test
  void windowWithoutPaneIsEmptyWhenItExpiresIfItsTriggerGuaranteesNothing() {
    WindowingStrategy<?, ?> early =
        LATE.withTrigger(Repeatedly.forever(AfterProcessingTime.pastFirstElementInPane()));
    assertFalse(isReady(early, 999));
    assertFalse(isReady(early, Duration.standardDays(7).getMillis() + 998));
    assertTrue(isReady(early, Duration.standardDays(7).getMillis() + 999));
  }
}

package dev.beamflink.translation.runtime.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.beamflink.translation.runtime.window.SdkWindowCoder;
import java.util.List;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.InstantCoder;
import org.apache.beam.sdk.coders.LengthPrefixCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.TimestampPrefixingWindowCoder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.util.construction.Timer;
import org.apache.beam.sdk.values.CausedByDrain;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.primitives.Bytes;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

class WireWindowsTest {

  private static final Instant TIME = Instant.ofEpochMilli(9);

  private static final Coder<BoundedWindow> RED_WINDOWS =
      SdkWindowCoder.of(LengthPrefixCoder.of(ByteArrayCoder.of()));

  /** As Beam makes it: a window would be a byte array to it. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  private static final Timer.Coder<String> OF_BEAM =
      Timer.Coder.of(
          StringUtf8Coder.of(),
          (Coder)
              TimestampPrefixingWindowCoder.of((Coder) LengthPrefixCoder.of(ByteArrayCoder.of())));

  @Test
  void windowsOfAnSdkGoThereAsTheyCame() throws Exception {
    BoundedWindow red =
        CoderUtils.decodeFromByteArray(
            RED_WINDOWS,
            Bytes.concat(
                CoderUtils.encodeToByteArray(InstantCoder.of(), TIME),
                new byte[] {3, 'r', 'e', 'd'}));
    Timer<String> timer = timer(red);
    Coder<Timer<String>> coder = WireWindows.readableTimers(OF_BEAM);
    byte[] sent = CoderUtils.encodeToByteArray(coder, timer);
    assertEquals(timer, CoderUtils.decodeFromByteArray(coder, sent));
    BoundedWindow read = CoderUtils.decodeFromByteArray(coder, sent).getWindows().iterator().next();
    assertEquals(TIME, read.maxTimestamp());
  }

  @Test
  void windowsOfTheModelStay() {
    Timer.Coder<String> timers = Timer.Coder.of(StringUtf8Coder.of(), IntervalWindow.getCoder());
    assertEquals(timers, assertInstanceOf(Timer.Coder.class, WireWindows.readableTimers(timers)));
  }

  private static Timer<String> timer(BoundedWindow window) {
    return Timer.of(
        "key", "tag", List.of(window), TIME, TIME, PaneInfo.NO_FIRING, CausedByDrain.NORMAL);
  }
}

package dev.beamflink.translation.runtime.window;

import java.util.Arrays;
import java.util.Base64;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** A window of another SDK's making: what that SDK has encoded, and its end. */
public final class SdkWindow extends BoundedWindow {

  private final Instant end;
  private final byte[] encoded;

  SdkWindow(Instant end, byte[] encoded) {
    this.end = end;
    this.encoded = encoded;
  }

  byte[] encoded() {
    return encoded;
  }

  @Override
  public Instant maxTimestamp() {
    return end;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SdkWindow window
        && end.equals(window.end)
        && Arrays.equals(encoded, window.encoded);
  }

  @Override
  public int hashCode() {
    return 31 * end.hashCode() + Arrays.hashCode(encoded);
  }

  @Override
  public String toString() {
    return "window until %s (%s)".formatted(end, Base64.getEncoder().encodeToString(encoded));
  }
}

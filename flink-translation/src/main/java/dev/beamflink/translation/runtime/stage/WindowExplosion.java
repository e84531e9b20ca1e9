package dev.beamflink.translation.runtime.stage;

import dev.beamflink.translation.runtime.element.SingleWindow;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.WindowedValue;
import org.jspecify.annotations.Nullable;

/** Shows an element of several windows once in each, to a DoFn that looks at the window. */
final class WindowExplosion {

  private WindowExplosion() {}

  /** Hands an element to {@code each} once per window. */
  @SuppressWarnings("NullAway") // elements may be null, as Beam allows
  static void explode(@Nullable Object value, WindowedValue<?> metadata, Receiver each) {
    for (BoundedWindow window : metadata.getWindows()) {
      each.receive(value, SingleWindow.of(value, metadata, window));
    }
  }
}

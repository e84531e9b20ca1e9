package dev.beamflink.translation.runtime.harness;

import dev.beamflink.translation.runtime.window.SdkWindowCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.TimestampPrefixingWindowCoder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.util.construction.Timer;
import org.apache.beam.sdk.values.WindowedValues.FullWindowedValueCoder;

/** Coders of what goes to harnesses and comes from there, with windows of SDKs in it. */
final class WireWindows {

  private WireWindows() {}

  /** The same coder with windows that the runner can read, though it lacks their class. */
  static Coder<?> readable(Coder<?> coder) {
    if (coder instanceof FullWindowedValueCoder<?> elements) {
      return FullWindowedValueCoder.of(
          elements.getValueCoder(), windows(elements.getWindowCoder()));
    }
    return coder;
  }

  /** The same for a coder of timers. */
  static <K> Coder<Timer<K>> readableTimers(Timer.Coder<K> timers) {
    return Timer.Coder.of(timers.getValueCoder(), windows(timers.getWindowCoder()));
  }

  private static Coder<? extends BoundedWindow> windows(Coder<? extends BoundedWindow> coder) {
    return (Coder<?>) coder instanceof TimestampPrefixingWindowCoder<?> windows
        ? SdkWindowCoder.of(windows.getCoderArguments().get(0))
        : coder;
  }
}

package dev.beamflink.translation.runtime.harness;

import dev.beamflink.translation.runtime.window.SdkWindowCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.TimestampPrefixingWindowCoder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.WindowedValues.FullWindowedValueCoder;

/** Coders of what goes to harnesses and comes from there, with windows of SDKs in it. */
final class WireWindows {

  private WireWindows() {}

  /** The same coder with windows that the runner can read, though it lacks their class. */
  @SuppressWarnings("unchecked") // a coder of windows in any case
  static Coder<?> readable(Coder<?> coder) {
    if (coder instanceof FullWindowedValueCoder<?> elements
        && (Coder<?>) elements.getWindowCoder()
            instanceof TimestampPrefixingWindowCoder<?> windows) {
      return FullWindowedValueCoder.of(
          elements.getValueCoder(),
          (Coder<BoundedWindow>) SdkWindowCoder.of(windows.getCoderArguments().get(0)));
    }
    return coder;
  }
}

package dev.beamflink.translation.runtime.state;

import java.io.IOException;
import org.apache.beam.runners.core.StateNamespace;
import org.apache.beam.runners.core.StateNamespaces.GlobalNamespace;
import org.apache.beam.runners.core.StateNamespaces.WindowAndTriggerNamespace;
import org.apache.beam.runners.core.StateNamespaces.WindowNamespace;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.util.CoderUtils;
import org.jspecify.annotations.Nullable;

/**
 * Turns Beam's namespaces into Flink's.
 *
 * <p>Remembers the last window: the states of one element are asked for one after the other, and
 * most of them in the same window. Task thread only.
 */
final class NamespaceEncoder {

  private final Coder<BoundedWindow> windowCoder;
  private @Nullable BoundedWindow lastWindow;
  private EncodedNamespace last = EncodedNamespace.GLOBAL;

  @SuppressWarnings("unchecked") // all windows of the operator are of this coder
  NamespaceEncoder(Coder<? extends BoundedWindow> windowCoder) {
    this.windowCoder = (Coder<BoundedWindow>) windowCoder;
  }

  EncodedNamespace encode(StateNamespace namespace) {
    if (namespace instanceof WindowNamespace<?> inWindow) {
      return inWindow(inWindow.getWindow());
    }
    if (namespace instanceof WindowAndTriggerNamespace<?> ofTrigger) {
      return EncodedNamespace.ofWindowAndTrigger(
          inWindow(ofTrigger.getWindow()).window(), ofTrigger.getTriggerIndex());
    }
    if (namespace instanceof GlobalNamespace) {
      return EncodedNamespace.GLOBAL;
    }
    throw new IllegalArgumentException(
        "State was asked for in a namespace of "
            + namespace.getClass()
            + "; only global, window and trigger namespaces are known. This is a bug of the"
            + " runner; please report it.");
  }

  private EncodedNamespace inWindow(BoundedWindow window) {
    if (!window.equals(lastWindow)) {
      try {
        last = EncodedNamespace.ofWindow(CoderUtils.encodeToByteArray(windowCoder, window));
      } catch (IOException e) {
        throw new StateAccessException(
            "The window coder " + windowCoder + " refused window " + window + ".", e);
      }
      lastWindow = window;
    }
    return last;
  }
}

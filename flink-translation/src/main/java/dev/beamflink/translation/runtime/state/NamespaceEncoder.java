package dev.beamflink.translation.runtime.state;

import java.io.IOException;
import org.apache.beam.runners.core.StateNamespace;
import org.apache.beam.runners.core.StateNamespaces;
import org.apache.beam.runners.core.StateNamespaces.GlobalNamespace;
import org.apache.beam.runners.core.StateNamespaces.WindowAndTriggerNamespace;
import org.apache.beam.runners.core.StateNamespaces.WindowNamespace;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.util.CoderUtils;
import org.jspecify.annotations.Nullable;

/**
 * Turns Beam's namespaces into Flink's and back.
 *
 * <p>Remembers some windows: the states of one element are asked for one after the other, mostly in
 * the same window, and elements come in a few windows at a time. Task thread only.
 */
public final class NamespaceEncoder {

  private static final int REMEMBERED = 16; // a power of two

  private final Coder<BoundedWindow> windowCoder;

  /** A window at the place that its hash names, and its namespace at the same place. */
  private final @Nullable BoundedWindow[] windows = new BoundedWindow[REMEMBERED];

  private final @Nullable EncodedNamespace[] encoded = new EncodedNamespace[REMEMBERED];

  private EncodedNamespace lastDecoded = EncodedNamespace.GLOBAL;
  private StateNamespace decoded = StateNamespaces.global();

  @SuppressWarnings("unchecked") // all windows of the operator are of this coder
  public NamespaceEncoder(Coder<? extends BoundedWindow> windowCoder) {
    this.windowCoder = (Coder<BoundedWindow>) windowCoder;
  }

  /** The Flink namespace that stands for a Beam namespace. */
  public EncodedNamespace encode(StateNamespace namespace) {
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
        "State or a timer was asked for in a namespace of "
            + namespace.getClass()
            + "; only global, window and trigger namespaces are known. This is a bug of the"
            + " runner; please report it.");
  }

  private EncodedNamespace inWindow(BoundedWindow window) {
    int hash = window.hashCode();
    int place = (hash ^ (hash >>> 8) ^ (hash >>> 16)) & (REMEMBERED - 1);
    EncodedNamespace known = encoded[place];
    if (known != null && window.equals(windows[place])) {
      return known;
    }
    EncodedNamespace fresh = EncodedNamespace.ofWindow(bytes(window));
    windows[place] = window;
    encoded[place] = fresh;
    return fresh;
  }

  private byte[] bytes(BoundedWindow window) {
    try {
      return CoderUtils.encodeToByteArray(windowCoder, window);
    } catch (IOException e) {
      throw new StateAccessException(
          "The window coder " + windowCoder + " refused window " + window + ".", e);
    }
  }

  /** The Beam namespace that a Flink namespace stands for. */
  public StateNamespace decode(EncodedNamespace namespace) {
    if (!namespace.equals(lastDecoded)) {
      decoded =
          switch (namespace.kind()) {
            case GLOBAL -> StateNamespaces.global();
            case WINDOW -> StateNamespaces.window(windowCoder, window(namespace));
            case WINDOW_AND_TRIGGER ->
                StateNamespaces.windowAndTrigger(
                    windowCoder, window(namespace), namespace.trigger());
          };
      lastDecoded = namespace;
    }
    return decoded;
  }

  private BoundedWindow window(EncodedNamespace namespace) {
    try {
      return CoderUtils.decodeFromByteArray(windowCoder, namespace.window());
    } catch (IOException e) {
      throw new StateAccessException(
          "The window coder " + windowCoder + " could not read the window of " + namespace + ".",
          e);
    }
  }
}

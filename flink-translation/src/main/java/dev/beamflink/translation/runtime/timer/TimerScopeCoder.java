package dev.beamflink.translation.runtime.timer;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.apache.beam.runners.core.StateNamespace;
import org.apache.beam.runners.core.StateNamespaces;
import org.apache.beam.runners.core.StateNamespaces.GlobalNamespace;
import org.apache.beam.runners.core.StateNamespaces.WindowAndTriggerNamespace;
import org.apache.beam.runners.core.StateNamespaces.WindowNamespace;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.util.VarInt;
import org.jspecify.annotations.Nullable;

/**
 * Turns Beam namespaces into bytes and back. Part of the savepoint format:
 *
 * <pre>
 * 0                              the global namespace
 * 1 window                       a window, by the window coder
 * 2 trigger (varint) window      a window and a trigger
 * </pre>
 *
 * <p>Remembers the last one of each direction: timers come in runs of the same window. Not
 * thread-safe.
 */
final class TimerScopeCoder {

  private static final int GLOBAL = 0;
  private static final int WINDOW = 1;
  private static final int WINDOW_AND_TRIGGER = 2;
  private static final byte[] GLOBAL_SCOPE = {GLOBAL};

  private final Coder<BoundedWindow> windowCoder;

  private @Nullable BoundedWindow lastWindow;
  private byte[] lastWindowScope = GLOBAL_SCOPE;
  private byte[] lastDecodedScope = GLOBAL_SCOPE;
  private StateNamespace lastDecoded = StateNamespaces.global();

  @SuppressWarnings("unchecked") // the windows that come in are those of the coder
  TimerScopeCoder(Coder<? extends BoundedWindow> windowCoder) {
    this.windowCoder = (Coder<BoundedWindow>) windowCoder;
  }

  /** Names the classes of a window coder and of its parts: what savepoints compare. */
  static String describe(Coder<?> coder) {
    String arguments =
        coder.getCoderArguments().stream()
            .map(TimerScopeCoder::describe)
            .collect(Collectors.joining(","));
    return coder.getClass().getName() + (arguments.isEmpty() ? "" : "(" + arguments + ")");
  }

  byte[] encode(StateNamespace namespace) {
    if (namespace instanceof WindowNamespace<?> window) {
      return encodeWindow(window.getWindow());
    }
    if (namespace instanceof WindowAndTriggerNamespace<?> window) {
      return encode(WINDOW_AND_TRIGGER, window.getTriggerIndex(), window.getWindow());
    }
    if (namespace instanceof GlobalNamespace) {
      return GLOBAL_SCOPE;
    }
    throw new IllegalArgumentException(
        "A timer was set in namespace "
            + namespace
            + " ("
            + namespace.getClass().getName()
            + "); timers are known in the global namespace and in those of windows.");
  }

  private byte[] encodeWindow(BoundedWindow window) {
    if (!window.equals(lastWindow)) {
      lastWindowScope = encode(WINDOW, 0, window);
      lastWindow = window;
    }
    return lastWindowScope;
  }

  private byte[] encode(int kind, int trigger, BoundedWindow window) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(24);
    try {
      out.write(kind);
      if (kind == WINDOW_AND_TRIGGER) {
        VarInt.encode(trigger, out);
      }
      windowCoder.encode(window, out);
    } catch (IOException e) {
      throw new IllegalStateException(
          "Window coder " + windowCoder + " could not encode window " + window, e);
    }
    return out.toByteArray();
  }

  StateNamespace decode(byte[] scope) {
    if (!Arrays.equals(scope, lastDecodedScope)) {
      try {
        lastDecoded = decodeNew(scope);
      } catch (IOException e) {
        throw new IllegalStateException(
            "Window coder "
                + windowCoder
                + " could not decode the window of a timer: "
                + Arrays.toString(scope),
            e);
      }
      lastDecodedScope = scope;
    }
    return lastDecoded;
  }

  private StateNamespace decodeNew(byte[] scope) throws IOException {
    ByteArrayInputStream in = new ByteArrayInputStream(scope);
    int kind = in.read();
    return switch (kind) {
      case GLOBAL -> StateNamespaces.global();
      case WINDOW -> StateNamespaces.window(windowCoder, windowCoder.decode(in));
      case WINDOW_AND_TRIGGER -> {
        int trigger = VarInt.decodeInt(in);
        yield StateNamespaces.windowAndTrigger(windowCoder, windowCoder.decode(in), trigger);
      }
      default -> throw new IOException("unknown kind of namespace " + kind);
    };
  }
}

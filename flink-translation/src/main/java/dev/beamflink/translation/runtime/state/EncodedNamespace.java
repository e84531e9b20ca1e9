package dev.beamflink.translation.runtime.state;

import java.util.Arrays;

/**
 * A Beam {@code StateNamespace} with its window in the bytes of the window coder: the Flink
 * namespace of every keyed state.
 *
 * <p>Immutable. Namespaces are equal when kind, bytes and trigger are.
 */
public final class EncodedNamespace {

  /** What a namespace stands for. */
  enum Kind {
    GLOBAL(0),
    WINDOW(1),
    WINDOW_AND_TRIGGER(2);

    /** Stands for the kind in savepoints. */
    final int code;

    Kind(int code) {
      this.code = code;
    }
  }

  private static final byte[] NO_WINDOW = new byte[0];

  static final EncodedNamespace GLOBAL = new EncodedNamespace(Kind.GLOBAL, NO_WINDOW, 0);

  private final Kind kind;
  private final byte[] window;
  private final int trigger;
  private final int hash;

  private EncodedNamespace(Kind kind, byte[] window, int trigger) {
    this.kind = kind;
    this.window = window;
    this.trigger = trigger;
    this.hash = (Arrays.hashCode(window) * 31 + trigger) * 3 + kind.code;
  }

  static EncodedNamespace ofWindow(byte[] window) {
    return new EncodedNamespace(Kind.WINDOW, window, 0);
  }

  static EncodedNamespace ofWindowAndTrigger(byte[] window, int trigger) {
    return new EncodedNamespace(Kind.WINDOW_AND_TRIGGER, window, trigger);
  }

  Kind kind() {
    return kind;
  }

  /** The encoded window, empty for the global namespace; not to be changed. */
  byte[] window() {
    return window;
  }

  /** The index of the trigger, 0 where the namespace has none. */
  int trigger() {
    return trigger;
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof EncodedNamespace that
            && hash == that.hash
            && kind == that.kind
            && trigger == that.trigger
            && Arrays.equals(window, that.window));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return kind + "[" + window.length + " bytes, trigger " + trigger + "]";
  }
}

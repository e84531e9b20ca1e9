package dev.beamflink.translation.runtime.state;

import java.util.Arrays;

/**
 * A Beam {@code StateNamespace} with its window in the bytes of the window coder, or a place of our
 * own in it: the Flink namespace of every keyed state.
 *
 * <p>Immutable. Namespaces are equal when kind, bytes, trigger and chunk are.
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

  private static final int NO_CHUNK = 0;

  static final EncodedNamespace GLOBAL = new EncodedNamespace(Kind.GLOBAL, NO_WINDOW, 0, NO_CHUNK);

  private final Kind kind;
  private final byte[] window;
  private final int trigger;
  private final int chunk;
  private final int hash;

  private EncodedNamespace(Kind kind, byte[] window, int trigger, int chunk) {
    this.kind = kind;
    this.window = window;
    this.trigger = trigger;
    this.chunk = chunk;
    this.hash = ((Arrays.hashCode(window) * 31 + trigger) * 31 + chunk) * 3 + kind.code;
  }

  static EncodedNamespace ofWindow(byte[] window) {
    return new EncodedNamespace(Kind.WINDOW, window, 0, NO_CHUNK);
  }

  static EncodedNamespace ofWindowAndTrigger(byte[] window, int trigger) {
    return new EncodedNamespace(Kind.WINDOW_AND_TRIGGER, window, trigger, NO_CHUNK);
  }

  /**
   * Where a bag in this namespace keeps a chunk of its values.
   *
   * @param number above 0
   */
  EncodedNamespace chunk(int number) {
    return new EncodedNamespace(kind, window, trigger, number);
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

  /** The number of the chunk that this is the place of, 0 if it is a namespace of Beam's. */
  int chunk() {
    return chunk;
  }

  boolean isChunk() {
    return chunk != NO_CHUNK;
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof EncodedNamespace that
            && hash == that.hash
            && kind == that.kind
            && trigger == that.trigger
            && chunk == that.chunk
            && Arrays.equals(window, that.window));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return kind
        + "["
        + window.length
        + " bytes, trigger "
        + trigger
        + (isChunk() ? ", chunk " + chunk : "")
        + "]";
  }
}

package dev.beamflink.translation.runtime.keyed;

import dev.beamflink.translation.runtime.element.EncodedKey;
import java.io.IOException;
import java.util.function.Supplier;
import org.apache.beam.sdk.coders.Coder;
import org.apache.flink.streaming.api.operators.KeyContext;
import org.jspecify.annotations.Nullable;

/**
 * The current key of a keyed operator. Decodes it for user code when asked, once while it stays the
 * same. Task thread only.
 */
public final class CurrentKey {

  private final KeyContext keys;
  private final Coder<Object> coder;
  private final String transformName;
  private @Nullable EncodedKey encoded;
  private @Nullable Object decoded;

  /**
   * @param keys the operator
   * @param coder of the keys
   * @param transformName for errors
   */
  public CurrentKey(KeyContext keys, Coder<Object> coder, String transformName) {
    this.keys = keys;
    this.coder = coder;
    this.transformName = transformName;
  }

  /** The current key as Flink has it. */
  public EncodedKey encoded() {
    return (EncodedKey) keys.getCurrentKey();
  }

  /** The current key as the user knows it. */
  public @Nullable Object get() {
    EncodedKey current = encoded();
    if (!current.equals(encoded)) {
      decoded = decode(current);
      encoded = current;
    }
    return decoded;
  }

  /** Makes another key the current one during an action. */
  public <T> T with(EncodedKey other, Supplier<T> action) {
    Object before = keys.getCurrentKey();
    if (other.equals(before)) {
      return action.get();
    }
    keys.setCurrentKey(other);
    try {
      return action.get();
    } finally {
      if (before != null) { // there is none ahead of the first element
        keys.setCurrentKey(before);
      }
    }
  }

  /** The same for what returns nothing. */
  public void run(EncodedKey other, Runnable action) {
    EncodedKey unused =
        with(
            other,
            () -> {
              action.run();
              return other;
            });
  }

  @SuppressWarnings("NullAway") // a key may be null where its coder allows it
  private @Nullable Object decode(EncodedKey key) {
    try {
      return key.decode(coder);
    } catch (IOException e) {
      throw new IllegalStateException(
          "Transform '%s': its key coder %s can't read a key that it wrote (%s). Encoding and"
                  .formatted(transformName, coder, e.getMessage())
              + " decoding must match.",
          e);
    }
  }
}

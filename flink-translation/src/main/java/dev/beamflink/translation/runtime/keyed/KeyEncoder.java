package dev.beamflink.translation.runtime.keyed;

import dev.beamflink.translation.runtime.element.EncodedKey;
import dev.beamflink.translation.runtime.stage.TransformFailedException;
import java.io.Serializable;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.jspecify.annotations.Nullable;

/**
 * Takes the elements of a {@code PCollection<KV<K, V>>} apart and encodes their keys, with errors
 * that name the transform.
 *
 * @param transformName full name of the transform whose input is keyed
 * @param keyCoder encodes the keys
 */
public record KeyEncoder(String transformName, Coder<Object> keyCoder) implements Serializable {

  /** The element's value as the pair that it must be. */
  public KV<?, ?> pair(WindowedValue<Object> element) {
    if (element.getValue() instanceof KV<?, ?> pair) {
      return pair;
    }
    throw failure(
        "taking apart of its input",
        new IllegalArgumentException("expected a KV, found " + element.getValue()));
  }

  /** The encoded key. */
  @SuppressWarnings("NullAway") // a key may be null if its coder takes it
  public EncodedKey encode(@Nullable Object key) {
    try {
      return EncodedKey.encode(keyCoder, key);
    } catch (Exception e) { // coders are user code
      throw failure(
          "encoding of its keys",
          new IllegalArgumentException(
              "Key '%s' is refused by its coder %s: %s".formatted(key, keyCoder, e.getMessage()),
              e));
    }
  }

  /** An error that names the transform. */
  public TransformFailedException failure(String what, Exception cause) {
    return new TransformFailedException(transformName, what, cause);
  }
}

package dev.beamflink.translation.runtime.keyed;

import dev.beamflink.translation.runtime.element.EncodedKey;
import dev.beamflink.translation.runtime.element.EncodingBuffer;
import dev.beamflink.translation.runtime.stage.TransformFailedException;
import java.io.Serializable;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.jspecify.annotations.Nullable;

/**
 * Takes the elements of a {@code PCollection<KV<K, V>>} apart and encodes their keys, with errors
 * that name the transform. Shipped in specs; used by one thread.
 */
public final class KeyEncoder implements Serializable {

  private static final long serialVersionUID = 1L;

  private final String transformName;
  private final Coder<Object> keyCoder;
  private transient @Nullable EncodingBuffer buffer;

  /**
   * @param transformName full name of the transform whose input is keyed
   * @param keyCoder encodes the keys
   */
  public KeyEncoder(String transformName, Coder<Object> keyCoder) {
    this.transformName = transformName;
    this.keyCoder = keyCoder;
  }

  public String transformName() {
    return transformName;
  }

  public Coder<Object> keyCoder() {
    return keyCoder;
  }

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
      return EncodedKey.ofBytes(buffer().encode(keyCoder, key));
    } catch (Exception e) { // coders are user code
      throw refused(key, e);
    }
  }

  /** A hash of the encoded key, for who needs no more than that. */
  @SuppressWarnings("NullAway") // as above
  int hash(@Nullable Object key) {
    try {
      return buffer().hash(keyCoder, key);
    } catch (Exception e) { // coders are user code
      throw refused(key, e);
    }
  }

  private TransformFailedException refused(@Nullable Object key, Exception cause) {
    return failure(
        "encoding of its keys",
        new IllegalArgumentException(
            "Key '%s' is refused by its coder %s: %s".formatted(key, keyCoder, cause.getMessage()),
            cause));
  }

  private EncodingBuffer buffer() {
    EncodingBuffer known = buffer;
    if (known == null) {
      known = new EncodingBuffer();
      buffer = known;
    }
    return known;
  }

  /** An error that names the transform. */
  public TransformFailedException failure(String what, Exception cause) {
    return new TransformFailedException(transformName, what, cause);
  }
}

package dev.beamflink.translation.runtime.keyed;

import dev.beamflink.translation.runtime.element.EncodedKey;
import dev.beamflink.translation.runtime.stage.TransformFailedException;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.api.java.functions.KeySelector;

/**
 * Encodes the key of an element for an exchange by key behind which nothing is keyed, so that the
 * element travels as it is.
 */
public final class KeyOfElement implements KeySelector<WindowedValue<Object>, EncodedKey> {

  private static final long serialVersionUID = 1L;

  private final String transformName;
  private final Coder<Object> keyCoder;

  /**
   * @param transformName full name of the transform whose input is exchanged, for errors
   * @param keyCoder encodes the keys
   */
  public KeyOfElement(String transformName, Coder<Object> keyCoder) {
    this.transformName = transformName;
    this.keyCoder = keyCoder;
  }

  @Override
  public EncodedKey getKey(WindowedValue<Object> element) {
    Object key = ((KV<?, ?>) element.getValue()).getKey();
    try {
      return encode(key);
    } catch (Exception e) { // coders are user code
      throw new TransformFailedException(
          transformName,
          "encoding of its keys",
          new IllegalArgumentException(
              "Key '%s' is refused by its coder %s: %s".formatted(key, keyCoder, e.getMessage()),
              e));
    }
  }

  @SuppressWarnings("NullAway") // a key may be null if its coder takes it
  private EncodedKey encode(Object key) throws Exception {
    return EncodedKey.encode(keyCoder, key);
  }
}

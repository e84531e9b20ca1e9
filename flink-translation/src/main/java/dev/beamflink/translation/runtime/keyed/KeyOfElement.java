package dev.beamflink.translation.runtime.keyed;

import dev.beamflink.translation.runtime.element.EncodedKey;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.api.java.functions.KeySelector;

/**
 * Encodes the key of an element for an exchange by key behind which nothing is keyed, so that the
 * element travels as it is.
 */
public final class KeyOfElement implements KeySelector<WindowedValue<Object>, EncodedKey> {

  private static final long serialVersionUID = 1L;

  private final KeyEncoder encoder;

  public KeyOfElement(KeyEncoder encoder) {
    this.encoder = encoder;
  }

  @Override
  public EncodedKey getKey(WindowedValue<Object> element) {
    return encoder.encode(encoder.pair(element).getKey());
  }
}

package dev.beamflink.translation.runtime.keyed;

import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.api.java.functions.KeySelector;

/**
 * Says where an element goes in an exchange by key behind which nothing is keyed, so that the
 * element travels as it is: a hash of its encoded key. Different keys may have the same one, and
 * then go to the same place. It is in no savepoint.
 */
public final class PlaceOfKey implements KeySelector<WindowedValue<Object>, Integer> {

  private static final long serialVersionUID = 1L;

  private final KeyEncoder encoder;

  public PlaceOfKey(KeyEncoder encoder) {
    this.encoder = encoder;
  }

  @Override
  public Integer getKey(WindowedValue<Object> element) {
    return encoder.hash(encoder.pair(element).getKey());
  }
}

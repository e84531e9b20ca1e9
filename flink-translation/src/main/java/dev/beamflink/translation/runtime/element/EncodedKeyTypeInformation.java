package dev.beamflink.translation.runtime.element;

import org.apache.beam.sdk.coders.Coder;

/** Tells Flink that {@link EncodedKey} is the key of a keyed operator. */
public final class EncodedKeyTypeInformation extends SingletonTypeInformation<EncodedKey> {

  private static final long serialVersionUID = 1L;

  private EncodedKeyTypeInformation(EncodedKeySerializer serializer) {
    super(EncodedKey.class, serializer);
  }

  /** The type of keys that are encoded with this coder. */
  public static EncodedKeyTypeInformation of(Coder<?> keyCoder) {
    return new EncodedKeyTypeInformation(EncodedKeySerializer.of(keyCoder));
  }

  @Override
  public boolean isKeyType() {
    return true;
  }
}

package dev.beamflink.translation.runtime.element;

/** Tells Flink that {@link EncodedKey} is the key of a keyed operator. */
public final class EncodedKeyTypeInformation extends SingletonTypeInformation<EncodedKey> {

  private static final long serialVersionUID = 1L;

  public static final EncodedKeyTypeInformation INSTANCE = new EncodedKeyTypeInformation();

  private EncodedKeyTypeInformation() {
    super(EncodedKey.class, EncodedKeySerializer.INSTANCE);
  }

  @Override
  public boolean isKeyType() {
    return true;
  }
}

package dev.beamflink.translation.runtime.sort;

import dev.beamflink.translation.runtime.element.SingletonTypeInformation;

/** The type of keyed edges in BATCH. */
public final class EncodedPairTypeInformation extends SingletonTypeInformation<EncodedPair> {

  private static final long serialVersionUID = 1L;

  public static final EncodedPairTypeInformation INSTANCE = new EncodedPairTypeInformation();

  private EncodedPairTypeInformation() {
    super(EncodedPair.class, EncodedPairSerializer.INSTANCE);
  }
}

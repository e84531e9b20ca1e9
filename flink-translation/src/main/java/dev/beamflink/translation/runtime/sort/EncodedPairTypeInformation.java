package dev.beamflink.translation.runtime.sort;

import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.jspecify.annotations.Nullable;

/** The type of keyed edges in BATCH. */
public final class EncodedPairTypeInformation extends TypeInformation<EncodedPair> {

  private static final long serialVersionUID = 1L;

  public static final EncodedPairTypeInformation INSTANCE = new EncodedPairTypeInformation();

  @Override
  public boolean isBasicType() {
    return false;
  }

  @Override
  public boolean isTupleType() {
    return false;
  }

  @Override
  public int getArity() {
    return 1;
  }

  @Override
  public int getTotalFields() {
    return 1;
  }

  @Override
  public Class<EncodedPair> getTypeClass() {
    return EncodedPair.class;
  }

  @Override
  public boolean isKeyType() {
    return false;
  }

  @Override
  public TypeSerializer<EncodedPair> createSerializer(SerializerConfig config) {
    return EncodedPairSerializer.INSTANCE;
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof EncodedPairTypeInformation;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof EncodedPairTypeInformation;
  }

  @Override
  public int hashCode() {
    return EncodedPairTypeInformation.class.hashCode();
  }

  @Override
  public String toString() {
    return "EncodedPairTypeInformation";
  }
}

package dev.beamflink.translation.runtime.element;

import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.jspecify.annotations.Nullable;

/** Tells Flink that {@link EncodedKey} is the key of a keyed operator. */
public final class EncodedKeyTypeInformation extends TypeInformation<EncodedKey> {

  private static final long serialVersionUID = 1L;

  public static final EncodedKeyTypeInformation INSTANCE = new EncodedKeyTypeInformation();

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
  public Class<EncodedKey> getTypeClass() {
    return EncodedKey.class;
  }

  @Override
  public boolean isKeyType() {
    return true;
  }

  @Override
  public TypeSerializer<EncodedKey> createSerializer(SerializerConfig config) {
    return EncodedKeySerializer.INSTANCE;
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof EncodedKeyTypeInformation;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof EncodedKeyTypeInformation;
  }

  @Override
  public int hashCode() {
    return EncodedKeyTypeInformation.class.hashCode();
  }

  @Override
  public String toString() {
    return "EncodedKeyTypeInformation";
  }
}

package dev.beamflink.translation.runtime.element;

import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Tells Flink of a type that has one serializer whatever the pipeline is. Types of the same class
 * of elements are equal.
 */
public abstract class SingletonTypeInformation<T> extends TypeInformation<T> {

  private static final long serialVersionUID = 1L;

  private final Class<T> typeClass;
  private final TypeSerializer<T> serializer;

  protected SingletonTypeInformation(Class<T> typeClass, TypeSerializer<T> serializer) {
    this.typeClass = typeClass;
    this.serializer = serializer;
  }

  @Override
  public final boolean isBasicType() {
    return false;
  }

  @Override
  public final boolean isTupleType() {
    return false;
  }

  @Override
  public final int getArity() {
    return 1;
  }

  @Override
  public final int getTotalFields() {
    return 1;
  }

  @Override
  public final Class<T> getTypeClass() {
    return typeClass;
  }

  @Override
  public boolean isKeyType() {
    return false;
  }

  @Override
  public final TypeSerializer<T> createSerializer(SerializerConfig config) {
    return serializer;
  }

  @Override
  public final boolean canEqual(Object other) {
    return other instanceof SingletonTypeInformation;
  }

  @Override
  public final boolean equals(@Nullable Object other) {
    return other instanceof SingletonTypeInformation<?> that && typeClass == that.typeClass;
  }

  @Override
  public final int hashCode() {
    return typeClass.hashCode();
  }

  @Override
  public final String toString() {
    return getClass().getSimpleName();
  }
}

package dev.beamflink.translation.runtime.element;

import java.util.Objects;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Tells Flink how the elements of an edge are serialized: by a Beam coder, through {@link
 * EdgeSerializer}. Lives in the client; serialisable.
 */
public final class CoderTypeInformation<T> extends TypeInformation<T> {

  private static final long serialVersionUID = 1L;

  private final Coder<T> coder;
  private final Class<T> typeClass;

  private CoderTypeInformation(Coder<T> coder, Class<T> typeClass) {
    this.coder = coder;
    this.typeClass = typeClass;
  }

  /** The type of an edge of {@code WindowedValue<T>}. */
  @SuppressWarnings("unchecked") // class objects know no type arguments
  public static <T extends @Nullable Object> CoderTypeInformation<WindowedValue<T>> of(
      WindowedValueCoder<T> coder) {
    return new CoderTypeInformation<>(
        coder, (Class<WindowedValue<T>>) (Class<?>) WindowedValue.class);
  }

  /** The type of a keyed edge. */
  @SuppressWarnings("unchecked") // class objects know no type arguments
  public static <V extends @Nullable Object> CoderTypeInformation<KeyedElement<V>> of(
      KeyedElementCoder<V> coder) {
    return new CoderTypeInformation<>(
        coder, (Class<KeyedElement<V>>) (Class<?>) KeyedElement.class);
  }

  /** The coder of the edge's elements. */
  public Coder<T> coder() {
    return coder;
  }

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
  public Class<T> getTypeClass() {
    return typeClass;
  }

  @Override
  public boolean isKeyType() {
    return false;
  }

  @Override
  public TypeSerializer<T> createSerializer(SerializerConfig config) {
    return new EdgeSerializer<>(coder);
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof CoderTypeInformation;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CoderTypeInformation<?> that && coder.equals(that.coder);
  }

  @Override
  public int hashCode() {
    return Objects.hash(CoderTypeInformation.class, coder);
  }

  @Override
  public String toString() {
    return "CoderTypeInformation(" + coder + ")";
  }
}

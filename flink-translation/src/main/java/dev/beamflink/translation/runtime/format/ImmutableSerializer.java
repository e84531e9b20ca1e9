package dev.beamflink.translation.runtime.format;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * What the serializers of our immutable types have in common: they are stateless and copy nothing.
 */
public abstract class ImmutableSerializer<T> extends DescribedSerializer<T> {

  private static final long serialVersionUID = 1L;

  @Override
  public final T deserialize(T reuse, DataInputView source) throws IOException {
    return deserialize(source);
  }

  @Override
  public final void copy(DataInputView source, DataOutputView target) throws IOException {
    serialize(deserialize(source), target);
  }

  @Override
  public final T copy(T from) {
    return from;
  }

  @Override
  public final T copy(T from, T reuse) {
    return from;
  }

  @Override
  public final TypeSerializer<T> duplicate() {
    return this;
  }

  @Override
  public final boolean isImmutableType() {
    return true;
  }

  @Override
  public final @Nullable T createInstance() {
    return null; // Flink asks for one only where it hands it in again as reuse
  }

  @Override
  public final int getLength() {
    return -1;
  }
}

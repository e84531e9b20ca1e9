package dev.beamflink.translation.runtime.element;

import dev.beamflink.translation.runtime.wire.ValueFormat;
import dev.beamflink.translation.runtime.wire.ValueFormats;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.util.Objects;
import org.apache.beam.sdk.coders.Coder;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * Serializes the elements of an edge between two operators as a Beam coder does, by its {@link
 * ValueFormat}.
 *
 * <p>{@link #copy} answers the element itself: Beam forbids changing an element once it is handed
 * on, so nothing needs protecting. Elements that are kept in <i>state</i> must not use this class.
 *
 * <p>Not thread-safe, like every Flink serializer; Flink calls {@link #duplicate} per user.
 */
public final class EdgeSerializer<T> extends TypeSerializer<T> {

  private static final long serialVersionUID = 1L;

  private final Coder<T> coder;
  private transient ValueFormat<T> format;

  public EdgeSerializer(Coder<T> coder) {
    this.coder = coder;
    this.format = ValueFormats.of(coder);
  }

  @Override
  public void serialize(T element, DataOutputView target) throws IOException {
    format.write(element, target);
  }

  @Override
  public T deserialize(DataInputView source) throws IOException {
    return format.read(source);
  }

  @Override
  public T deserialize(T reuse, DataInputView source) throws IOException {
    return deserialize(source);
  }

  @Override
  public T copy(T element) {
    return element;
  }

  @Override
  public T copy(T element, T reuse) {
    return element;
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) throws IOException {
    serialize(deserialize(source), target);
  }

  @Override
  public TypeSerializer<T> duplicate() {
    return new EdgeSerializer<>(coder);
  }

  @Override
  public boolean isImmutableType() {
    return true;
  }

  @Override
  public @Nullable T createInstance() {
    return null;
  }

  @Override
  public int getLength() {
    return -1;
  }

  @Override
  public TypeSerializerSnapshot<T> snapshotConfiguration() {
    throw new UnsupportedOperationException(
        "An edge's serializer was asked for a snapshot, which means that it is used for state."
            + " This is a bug of the runner: state needs a serializer that copies. Please report"
            + " it.");
  }

  private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
    in.defaultReadObject();
    format = ValueFormats.of(coder);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof EdgeSerializer<?> that && coder.equals(that.coder);
  }

  @Override
  public int hashCode() {
    return Objects.hash(EdgeSerializer.class, coder);
  }

  @Override
  public String toString() {
    return "EdgeSerializer(" + coder + ")";
  }
}

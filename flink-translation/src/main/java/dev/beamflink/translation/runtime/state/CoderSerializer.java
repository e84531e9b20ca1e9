package dev.beamflink.translation.runtime.state;

import dev.beamflink.translation.runtime.format.CoderDescription;
import dev.beamflink.translation.runtime.format.DescribedSerializer;
import dev.beamflink.translation.runtime.format.DescribedSnapshot;
import dev.beamflink.translation.runtime.format.LengthPrefixedBytes;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * Serializes the values of a keyed state with a Beam coder: length (varint), then the coder's
 * bytes.
 *
 * <p>Without a codec it still reads and writes values that are in encoded form. That is the one
 * Flink makes from a savepoint, and all that a state needs which the new job no longer has.
 */
public final class CoderSerializer<T extends @Nullable Object>
    extends DescribedSerializer<StoredValue<T>> {

  private static final long serialVersionUID = 1L;

  private final @Nullable ValueCodec<T> codec;
  private final CoderDescription description;

  CoderSerializer(ValueCodec<T> codec) {
    this(codec, codec.description());
  }

  private CoderSerializer(@Nullable ValueCodec<T> codec, CoderDescription description) {
    this.codec = codec;
    this.description = description;
  }

  /** The serializer of values whose coder is known by description only. */
  static <T extends @Nullable Object> CoderSerializer<T> restored(CoderDescription description) {
    return new CoderSerializer<>(null, description);
  }

  @Override
  public void serialize(StoredValue<T> value, DataOutputView target) throws IOException {
    value.write(codec, target);
  }

  @Override
  public StoredValue<T> deserialize(DataInputView source) throws IOException {
    return StoredValue.read(source, codec, description);
  }

  @Override
  public StoredValue<T> deserialize(StoredValue<T> reuse, DataInputView source) throws IOException {
    return deserialize(source);
  }

  @Override
  public StoredValue<T> copy(StoredValue<T> from) {
    return from.copy(codec);
  }

  @Override
  public StoredValue<T> copy(StoredValue<T> from, StoredValue<T> reuse) {
    return copy(from);
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) throws IOException {
    LengthPrefixedBytes.write(LengthPrefixedBytes.read(source), target);
  }

  @Override
  public TypeSerializer<StoredValue<T>> duplicate() {
    return this; // stateless
  }

  @Override
  public boolean isImmutableType() {
    return codec == null || codec.immutable();
  }

  @Override
  public @Nullable StoredValue<T> createInstance() {
    return null;
  }

  @Override
  public int getLength() {
    return -1;
  }

  @Override
  public TypeSerializerSnapshot<StoredValue<T>> snapshotConfiguration() {
    return new Snapshot<>(description, this);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CoderSerializer<?> that && description.equals(that.description);
  }

  @Override
  public int hashCode() {
    return description.hashCode();
  }

  @Override
  public String toString() {
    return "values of coder " + description;
  }

  /** What a savepoint keeps of the serializer. */
  public static final class Snapshot<T extends @Nullable Object>
      extends DescribedSnapshot<StoredValue<T>> {

    /** For Flink, which fills the snapshot in from a savepoint. */
    public Snapshot() {
      super(Use.CONTENT);
    }

    Snapshot(CoderDescription description, DescribedSerializer<StoredValue<T>> origin) {
      super(Use.CONTENT, description, origin);
    }

    @Override
    protected TypeSerializer<StoredValue<T>> serializerFor(CoderDescription description) {
      return restored(description);
    }
  }
}

package dev.beamflink.translation.runtime.state;

import dev.beamflink.translation.runtime.format.CoderDescription;
import dev.beamflink.translation.runtime.format.DescribedSerializer;
import dev.beamflink.translation.runtime.format.DescribedSnapshot;
import dev.beamflink.translation.runtime.format.ImmutableSerializer;
import dev.beamflink.translation.runtime.format.LengthPrefixedBytes;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * Serializes what the list state of a bag holds.
 *
 * <pre>
 * value:  0, value as {@link CoderSerializer} does
 * chunks: 1, count (varint), bytes (long)
 * </pre>
 */
public final class BagItemSerializer<T extends @Nullable Object>
    extends ImmutableSerializer<BagItem<T>> {

  private static final long serialVersionUID = 1L;

  private static final int VALUE = 0;
  private static final int CHUNKS = 1;

  private final @Nullable ValueCodec<T> codec; // not known for a restored state
  private final CoderDescription valueCoder;

  BagItemSerializer(ValueCodec<T> codec) {
    this(codec, codec.description());
  }

  private BagItemSerializer(@Nullable ValueCodec<T> codec, CoderDescription valueCoder) {
    this.codec = codec;
    this.valueCoder = valueCoder;
  }

  @Override
  public void serialize(BagItem<T> item, DataOutputView target) throws IOException {
    if (item instanceof StoredValue<T> value) {
      target.writeByte(VALUE);
      value.write(codec, target);
    } else if (item instanceof BagItem.Chunks<T> chunks) {
      target.writeByte(CHUNKS);
      LengthPrefixedBytes.writeLength(chunks.count(), target);
      target.writeLong(chunks.bytes());
    }
  }

  @Override
  public BagItem<T> deserialize(DataInputView source) throws IOException {
    byte kind = source.readByte();
    return switch (kind) {
      case VALUE -> StoredValue.read(source, codec, valueCoder);
      case CHUNKS ->
          new BagItem.Chunks<>(LengthPrefixedBytes.readLength(source), source.readLong());
      default -> throw new IOException("Not a part of a bag: kind " + kind);
    };
  }

  @Override
  public TypeSerializerSnapshot<BagItem<T>> snapshotConfiguration() {
    return new Snapshot<>(valueCoder, this);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof BagItemSerializer<?> that && valueCoder.equals(that.valueCoder);
  }

  @Override
  public int hashCode() {
    return valueCoder.hashCode();
  }

  @Override
  public String toString() {
    return "bag values of coder " + valueCoder;
  }

  /** What a savepoint keeps of the serializer. */
  public static final class Snapshot<T extends @Nullable Object>
      extends DescribedSnapshot<BagItem<T>> {

    /** For Flink, which fills the snapshot in from a savepoint. */
    public Snapshot() {
      super(Use.CONTENT);
    }

    Snapshot(CoderDescription valueCoder, DescribedSerializer<BagItem<T>> origin) {
      super(Use.CONTENT, valueCoder, origin);
    }

    @Override
    protected TypeSerializer<BagItem<T>> serializerFor(CoderDescription description) {
      return new BagItemSerializer<>(null, description);
    }
  }
}

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
 * Serializes what a multimap keeps: the count (varint), and where that is 0 the value as {@link
 * CoderSerializer} does.
 */
public final class MultimapSlotSerializer<V extends @Nullable Object>
    extends ImmutableSerializer<MultimapSlot<V>> {

  private static final long serialVersionUID = 1L;

  private final @Nullable ValueCodec<V> codec; // not known for a restored state
  private final CoderDescription valueCoder;

  MultimapSlotSerializer(ValueCodec<V> codec) {
    this(codec, codec.description());
  }

  private MultimapSlotSerializer(@Nullable ValueCodec<V> codec, CoderDescription valueCoder) {
    this.codec = codec;
    this.valueCoder = valueCoder;
  }

  @Override
  public void serialize(MultimapSlot<V> slot, DataOutputView target) throws IOException {
    LengthPrefixedBytes.writeLength(slot.count(), target);
    StoredValue<V> value = slot.value();
    if (value != null) {
      value.write(codec, target);
    }
  }

  @Override
  public MultimapSlot<V> deserialize(DataInputView source) throws IOException {
    int count = LengthPrefixedBytes.readLength(source);
    return count > 0
        ? MultimapSlot.header(count)
        : MultimapSlot.of(StoredValue.read(source, codec, valueCoder));
  }

  @Override
  public TypeSerializerSnapshot<MultimapSlot<V>> snapshotConfiguration() {
    return new Snapshot<>(valueCoder, this);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof MultimapSlotSerializer<?> that && valueCoder.equals(that.valueCoder);
  }

  @Override
  public int hashCode() {
    return valueCoder.hashCode();
  }

  @Override
  public String toString() {
    return "multimap values of coder " + valueCoder;
  }

  /** What a savepoint keeps of the serializer. */
  public static final class Snapshot<V extends @Nullable Object>
      extends DescribedSnapshot<MultimapSlot<V>> {

    /** For Flink, which fills the snapshot in from a savepoint. */
    public Snapshot() {
      super(Use.CONTENT);
    }

    Snapshot(CoderDescription valueCoder, DescribedSerializer<MultimapSlot<V>> origin) {
      super(Use.CONTENT, valueCoder, origin);
    }

    @Override
    protected TypeSerializer<MultimapSlot<V>> serializerFor(CoderDescription description) {
      return new MultimapSlotSerializer<>(null, description);
    }
  }
}

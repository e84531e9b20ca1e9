package dev.beamflink.translation.runtime.state;

import dev.beamflink.translation.runtime.element.EncodedKey;
import dev.beamflink.translation.runtime.format.CoderDescription;
import dev.beamflink.translation.runtime.format.DescribedSerializer;
import dev.beamflink.translation.runtime.format.DescribedSnapshot;
import dev.beamflink.translation.runtime.format.ImmutableSerializer;
import dev.beamflink.translation.runtime.format.LengthPrefixedBytes;
import java.io.IOException;
import org.apache.beam.sdk.coders.Coder;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/** Serializes where a multimap keeps its values: length (varint) and bytes of the key, position. */
public final class MultimapKeySerializer extends ImmutableSerializer<MultimapKey> {

  private static final long serialVersionUID = 1L;

  private final CoderDescription keyCoder;

  private MultimapKeySerializer(CoderDescription keyCoder) {
    this.keyCoder = keyCoder;
  }

  /** The serializer for a multimap whose keys are encoded with this coder. */
  static MultimapKeySerializer of(Coder<?> keyCoder) {
    return new MultimapKeySerializer(CoderDescription.of(keyCoder));
  }

  @Override
  public void serialize(MultimapKey key, DataOutputView target) throws IOException {
    LengthPrefixedBytes.write(key.key().bytes(), target);
    target.writeInt(key.position());
  }

  @Override
  public MultimapKey deserialize(DataInputView source) throws IOException {
    EncodedKey key = EncodedKey.ofBytes(LengthPrefixedBytes.read(source));
    return new MultimapKey(key, source.readInt());
  }

  @Override
  public TypeSerializerSnapshot<MultimapKey> snapshotConfiguration() {
    return new Snapshot(keyCoder, this);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof MultimapKeySerializer that && keyCoder.equals(that.keyCoder);
  }

  @Override
  public int hashCode() {
    return keyCoder.hashCode();
  }

  @Override
  public String toString() {
    return "multimap keys of coder " + keyCoder;
  }

  /** What a savepoint keeps of the serializer. */
  public static final class Snapshot extends DescribedSnapshot<MultimapKey> {

    /** For Flink, which fills the snapshot in from a savepoint. */
    public Snapshot() {
      super(Use.IDENTITY);
    }

    Snapshot(CoderDescription keyCoder, DescribedSerializer<MultimapKey> origin) {
      super(Use.IDENTITY, keyCoder, origin);
    }

    @Override
    protected TypeSerializer<MultimapKey> serializerFor(CoderDescription description) {
      return new MultimapKeySerializer(description);
    }
  }
}

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

/** Serializes the encoded keys of maps, multimaps and sets: length (varint) and bytes. */
public final class MapKeySerializer extends ImmutableSerializer<EncodedKey> {

  private static final long serialVersionUID = 1L;

  private final CoderDescription keyCoder;

  private MapKeySerializer(CoderDescription keyCoder) {
    this.keyCoder = keyCoder;
  }

  /** The serializer of keys that are encoded with this coder. */
  static MapKeySerializer of(Coder<?> keyCoder) {
    return new MapKeySerializer(CoderDescription.of(keyCoder));
  }

  @Override
  public void serialize(EncodedKey key, DataOutputView target) throws IOException {
    LengthPrefixedBytes.write(key.bytes(), target);
  }

  @Override
  public EncodedKey deserialize(DataInputView source) throws IOException {
    return EncodedKey.ofBytes(LengthPrefixedBytes.read(source));
  }

  @Override
  public TypeSerializerSnapshot<EncodedKey> snapshotConfiguration() {
    return new Snapshot(keyCoder, this);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof MapKeySerializer that && keyCoder.equals(that.keyCoder);
  }

  @Override
  public int hashCode() {
    return keyCoder.hashCode();
  }

  @Override
  public String toString() {
    return "keys of coder " + keyCoder;
  }

  /** What a savepoint keeps of the serializer. */
  public static final class Snapshot extends DescribedSnapshot<EncodedKey> {

    /** For Flink, which fills the snapshot in from a savepoint. */
    public Snapshot() {
      super(Use.IDENTITY);
    }

    Snapshot(CoderDescription keyCoder, DescribedSerializer<EncodedKey> origin) {
      super(Use.IDENTITY, keyCoder, origin);
    }

    @Override
    protected TypeSerializer<EncodedKey> serializerFor(CoderDescription description) {
      return new MapKeySerializer(description);
    }
  }
}

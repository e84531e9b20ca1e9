package dev.beamflink.translation.runtime.element;

import dev.beamflink.translation.runtime.format.CoderDescription;
import dev.beamflink.translation.runtime.format.DescribedSerializer;
import dev.beamflink.translation.runtime.format.DescribedSnapshot;
import dev.beamflink.translation.runtime.format.ImmutableSerializer;
import java.io.IOException;
import org.apache.beam.sdk.coders.Coder;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * Serializes the keys of keyed state: length (int) and bytes. Part of the savepoint format.
 *
 * <p>Keys of another coder are incompatible: a key that is encoded in another way is another key,
 * so all state would be lost without a word.
 */
public final class EncodedKeySerializer extends ImmutableSerializer<EncodedKey> {

  private static final long serialVersionUID = 1L;

  private final CoderDescription keyCoder;

  private EncodedKeySerializer(CoderDescription keyCoder) {
    this.keyCoder = keyCoder;
  }

  /** The serializer of keys that are encoded with this coder. */
  public static EncodedKeySerializer of(Coder<?> keyCoder) {
    return new EncodedKeySerializer(CoderDescription.of(keyCoder));
  }

  @Override
  public void serialize(EncodedKey key, DataOutputView target) throws IOException {
    target.writeInt(key.bytes().length);
    target.write(key.bytes());
  }

  @Override
  public EncodedKey deserialize(DataInputView source) throws IOException {
    byte[] bytes = new byte[source.readInt()];
    source.readFully(bytes);
    return EncodedKey.ofBytes(bytes);
  }

  @Override
  public TypeSerializerSnapshot<EncodedKey> snapshotConfiguration() {
    return new Snapshot(keyCoder, this);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof EncodedKeySerializer that && keyCoder.equals(that.keyCoder);
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
      return new EncodedKeySerializer(description);
    }
  }
}

package dev.beamflink.translation.runtime.sort;

import dev.beamflink.translation.runtime.element.EncodedKey;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Serializes the elements of keyed edges in BATCH: rank (byte), two lengths (int), key, element.
 */
final class EncodedPairSerializer extends TypeSerializerSingleton<EncodedPair> {

  private static final long serialVersionUID = 1L;

  static final EncodedPairSerializer INSTANCE = new EncodedPairSerializer();

  private static final EncodedPair EMPTY =
      new EncodedPair(EncodedKey.ofBytes(new byte[0]), (byte) 0, new byte[0]);

  @Override
  public void serialize(EncodedPair pair, DataOutputView target) throws IOException {
    byte[] key = pair.key().bytes();
    target.writeByte(pair.rank());
    target.writeInt(key.length);
    target.writeInt(pair.element().length);
    target.write(key);
    target.write(pair.element());
  }

  @Override
  public EncodedPair deserialize(DataInputView source) throws IOException {
    byte rank = source.readByte();
    byte[] key = new byte[source.readInt()];
    byte[] element = new byte[source.readInt()];
    source.readFully(key);
    source.readFully(element);
    return new EncodedPair(EncodedKey.ofBytes(key), rank, element);
  }

  @Override
  public EncodedPair deserialize(EncodedPair reuse, DataInputView source) throws IOException {
    return deserialize(source);
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) throws IOException {
    target.writeByte(source.readByte());
    int keyLength = source.readInt();
    int elementLength = source.readInt();
    target.writeInt(keyLength);
    target.writeInt(elementLength);
    target.write(source, keyLength + elementLength);
  }

  @Override
  public EncodedPair copy(EncodedPair pair) {
    return pair;
  }

  @Override
  public EncodedPair copy(EncodedPair pair, EncodedPair reuse) {
    return pair;
  }

  @Override
  public boolean isImmutableType() {
    return true;
  }

  @Override
  public EncodedPair createInstance() {
    return EMPTY;
  }

  @Override
  public int getLength() {
    return -1;
  }

  @Override
  public TypeSerializerSnapshot<EncodedPair> snapshotConfiguration() {
    throw new UnsupportedOperationException(
        "An element of an edge in BATCH was to be written to a checkpoint, which BATCH does not"
            + " have. This is a bug of the runner: please report it.");
  }
}

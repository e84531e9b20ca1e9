package dev.beamflink.translation.runtime.element;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Serializes the keys of keyed state: length (int) and bytes. Part of the savepoint format. */
public final class EncodedKeySerializer extends TypeSerializerSingleton<EncodedKey> {

  private static final long serialVersionUID = 1L;

  public static final EncodedKeySerializer INSTANCE = new EncodedKeySerializer();

  private static final EncodedKey EMPTY = EncodedKey.ofBytes(new byte[0]);

  @Override
  public boolean isImmutableType() {
    return true;
  }

  @Override
  public EncodedKey createInstance() {
    return EMPTY;
  }

  @Override
  public EncodedKey copy(EncodedKey from) {
    return from;
  }

  @Override
  public EncodedKey copy(EncodedKey from, EncodedKey reuse) {
    return from;
  }

  @Override
  public int getLength() {
    return -1;
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
  public EncodedKey deserialize(EncodedKey reuse, DataInputView source) throws IOException {
    return deserialize(source);
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) throws IOException {
    serialize(deserialize(source), target);
  }

  @Override
  public TypeSerializerSnapshot<EncodedKey> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Written to savepoints; the format above is version 1 of it. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<EncodedKey> {
    public Snapshot() {
      super(() -> INSTANCE);
    }
  }
}

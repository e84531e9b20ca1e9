package dev.beamflink.translation.runtime.sideinput;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Serializes block keys: name (modified UTF-8), sequence (long). Part of the savepoint format. */
public final class BlockKeySerializer extends TypeSerializerSingleton<BlockKey> {

  private static final long serialVersionUID = 1L;

  static final BlockKeySerializer INSTANCE = new BlockKeySerializer();

  private static final BlockKey EMPTY = new BlockKey("", 0);

  @Override
  public boolean isImmutableType() {
    return true;
  }

  @Override
  public BlockKey createInstance() {
    return EMPTY;
  }

  @Override
  public BlockKey copy(BlockKey from) {
    return from;
  }

  @Override
  public BlockKey copy(BlockKey from, BlockKey reuse) {
    return from;
  }

  @Override
  public int getLength() {
    return -1;
  }

  @Override
  public void serialize(BlockKey key, DataOutputView target) throws IOException {
    target.writeUTF(key.collection());
    target.writeLong(key.sequence());
  }

  @Override
  public BlockKey deserialize(DataInputView source) throws IOException {
    return new BlockKey(source.readUTF(), source.readLong());
  }

  @Override
  public BlockKey deserialize(BlockKey reuse, DataInputView source) throws IOException {
    return deserialize(source);
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) throws IOException {
    serialize(deserialize(source), target);
  }

  @Override
  public TypeSerializerSnapshot<BlockKey> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Written to savepoints; the format above is version 1 of it. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<BlockKey> {
    public Snapshot() {
      super(() -> INSTANCE);
    }
  }
}

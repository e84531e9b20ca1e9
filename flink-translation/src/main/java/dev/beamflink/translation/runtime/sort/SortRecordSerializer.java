package dev.beamflink.translation.runtime.sort;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Serializes what is sorted. What it is sorted by comes first: {@link SortRecordComparator} reads
 * that and not the rest.
 */
final class SortRecordSerializer extends TypeSerializerSingleton<SortRecord> {

  private static final long serialVersionUID = 1L;

  static final SortRecordSerializer INSTANCE = new SortRecordSerializer();

  @Override
  public void serialize(SortRecord record, DataOutputView target) throws IOException {
    target.writeLong(record.keyHash());
    target.writeInt(record.keyHash2());
    target.writeByte(record.rank());
    EncodedPair pair = record.pair();
    target.writeBoolean(pair != null);
    if (pair != null) {
      EncodedPairSerializer.INSTANCE.serialize(pair, target);
    } else {
      target.writeLong(record.offset());
    }
  }

  @Override
  public SortRecord deserialize(DataInputView source) throws IOException {
    long keyHash = source.readLong();
    int keyHash2 = source.readInt();
    byte rank = source.readByte();
    boolean inline = source.readBoolean();
    EncodedPair pair = inline ? EncodedPairSerializer.INSTANCE.deserialize(source) : null;
    return new SortRecord(keyHash, keyHash2, rank, pair, inline ? 0 : source.readLong());
  }

  @Override
  public SortRecord deserialize(SortRecord reuse, DataInputView source) throws IOException {
    return deserialize(source);
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) throws IOException {
    target.write(source, Long.BYTES + Integer.BYTES + Byte.BYTES);
    boolean inline = source.readBoolean();
    target.writeBoolean(inline);
    if (inline) {
      EncodedPairSerializer.INSTANCE.copy(source, target);
    } else {
      target.write(source, Long.BYTES);
    }
  }

  @Override
  public SortRecord copy(SortRecord record) {
    return record;
  }

  @Override
  public SortRecord copy(SortRecord record, SortRecord reuse) {
    return record;
  }

  @Override
  public boolean isImmutableType() {
    return true;
  }

  @Override
  public SortRecord createInstance() {
    return new SortRecord(0, 0, (byte) 0, null, 0);
  }

  @Override
  public int getLength() {
    return -1;
  }

  @Override
  public TypeSerializerSnapshot<SortRecord> snapshotConfiguration() {
    throw new UnsupportedOperationException("What is sorted is never state");
  }
}

package dev.beamflink.translation.runtime.sort;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Serializes what is sorted. The two hashes come first: {@link SortRecordComparator} reads them
 * without the rest.
 */
final class SortRecordSerializer extends TypeSerializerSingleton<SortRecord> {

  private static final long serialVersionUID = 1L;

  static final SortRecordSerializer INSTANCE = new SortRecordSerializer();

  @Override
  public void serialize(SortRecord record, DataOutputView target) throws IOException {
    target.writeLong(record.keyHash());
    target.writeInt(record.keyHash2());
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
    return source.readBoolean()
        ? new SortRecord(keyHash, keyHash2, EncodedPairSerializer.INSTANCE.deserialize(source), 0)
        : SortRecord.ofLarge(keyHash, keyHash2, source.readLong());
  }

  @Override
  public SortRecord deserialize(SortRecord reuse, DataInputView source) throws IOException {
    return deserialize(source);
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) throws IOException {
    target.write(source, Long.BYTES + Integer.BYTES);
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
    return SortRecord.ofLarge(0, 0, 0);
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

package dev.beamflink.translation.runtime.sort;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeComparator;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.core.memory.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Orders by the hashes of keys, which brings equal keys together, then by rank, all unsigned. That
 * is the normalized key, which Flink's sorter compares without looking at the record: pairs of the
 * same key are many, and what is equal so far would have to be looked up for each comparison.
 */
final class SortRecordComparator extends TypeComparator<SortRecord> {

  private static final long serialVersionUID = 1L;

  /** The two hashes and the rank. */
  private static final int NORMALIZED_BYTES = Long.BYTES + Integer.BYTES + Byte.BYTES;

  private long reference;
  private int reference2;
  private byte referenceRank;

  @Override
  public int hash(SortRecord record) {
    return record.keyHash2();
  }

  @Override
  public void setReference(SortRecord record) {
    reference = record.keyHash();
    reference2 = record.keyHash2();
    referenceRank = record.rank();
  }

  @Override
  public boolean equalToReference(SortRecord record) {
    return record.keyHash() == reference
        && record.keyHash2() == reference2
        && record.rank() == referenceRank;
  }

  /** As Flink has it: how the other's reference stands to this one's. */
  @Override
  public int compareToReference(TypeComparator<SortRecord> other) {
    SortRecordComparator that = (SortRecordComparator) other;
    int order = compareKeys(that.reference, that.reference2, reference, reference2);
    return order != 0 ? order : Byte.compareUnsigned(that.referenceRank, referenceRank);
  }

  @Override
  public int compare(SortRecord first, SortRecord second) {
    int order = compareKeys(first.keyHash(), first.keyHash2(), second.keyHash(), second.keyHash2());
    return order != 0 ? order : Byte.compareUnsigned(first.rank(), second.rank());
  }

  @Override
  public int compareSerialized(DataInputView first, DataInputView second) throws IOException {
    int order = compareKeys(first.readLong(), first.readInt(), second.readLong(), second.readInt());
    return order != 0 ? order : Byte.compareUnsigned(first.readByte(), second.readByte());
  }

  private static int compareKeys(long first, int first2, long second, int second2) {
    int order = Long.compareUnsigned(first, second);
    return order != 0 ? order : Integer.compareUnsigned(first2, second2);
  }

  @Override
  public boolean supportsNormalizedKey() {
    return true;
  }

  @Override
  public int getNormalizeKeyLen() {
    return NORMALIZED_BYTES;
  }

  @Override
  public boolean isNormalizedKeyPrefixOnly(int keyBytes) {
    return keyBytes < NORMALIZED_BYTES;
  }

  @Override
  public void putNormalizedKey(SortRecord record, MemorySegment target, int offset, int numBytes) {
    if (numBytes >= NORMALIZED_BYTES) {
      target.putLongBigEndian(offset, record.keyHash());
      target.putIntBigEndian(offset + Long.BYTES, record.keyHash2());
      target.put(offset + Long.BYTES + Integer.BYTES, record.rank());
      for (int i = NORMALIZED_BYTES; i < numBytes; i++) {
        target.put(offset + i, (byte) 0);
      }
    } else {
      for (int i = 0; i < numBytes; i++) {
        target.put(offset + i, normalized(record, i));
      }
    }
  }

  private static byte normalized(SortRecord record, int index) {
    if (index < Long.BYTES) {
      return (byte) (record.keyHash() >>> (Long.SIZE - Byte.SIZE * (index + 1)));
    }
    int indexOf2 = index - Long.BYTES;
    return indexOf2 < Integer.BYTES
        ? (byte) (record.keyHash2() >>> (Integer.SIZE - Byte.SIZE * (indexOf2 + 1)))
        : record.rank();
  }

  @Override
  public boolean invertNormalizedKey() {
    return false;
  }

  @Override
  public boolean supportsSerializationWithKeyNormalization() {
    return false;
  }

  @Override
  public void writeWithKeyNormalization(SortRecord record, DataOutputView target) {
    throw new UnsupportedOperationException();
  }

  @Override
  public SortRecord readWithKeyDenormalization(SortRecord reuse, DataInputView source) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int extractKeys(Object record, @Nullable Object[] target, int index) {
    throw new UnsupportedOperationException("Large records do not come to Flink's handler");
  }

  /** One for each hash: the sorter gives a normalized key no more than eight bytes for each. */
  @Override
  public TypeComparator<?>[] getFlatComparators() {
    return new TypeComparator<?>[] {this, this};
  }

  @Override
  public TypeComparator<SortRecord> duplicate() {
    return new SortRecordComparator();
  }
}

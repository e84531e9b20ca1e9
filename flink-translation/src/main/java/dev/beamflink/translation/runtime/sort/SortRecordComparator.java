package dev.beamflink.translation.runtime.sort;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeComparator;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.core.memory.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Orders by the hashes of keys, which brings equal keys together, then by rank. The first hash,
 * unsigned, is the normalized key that Flink's sorter compares without looking at the record.
 */
final class SortRecordComparator extends TypeComparator<SortRecord> {

  private static final long serialVersionUID = 1L;

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
    return order != 0 ? order : Byte.compare(that.referenceRank, referenceRank);
  }

  @Override
  public int compare(SortRecord first, SortRecord second) {
    int order = compareKeys(first.keyHash(), first.keyHash2(), second.keyHash(), second.keyHash2());
    return order != 0 ? order : Byte.compare(first.rank(), second.rank());
  }

  @Override
  public int compareSerialized(DataInputView first, DataInputView second) throws IOException {
    int order = compareKeys(first.readLong(), first.readInt(), second.readLong(), second.readInt());
    return order != 0 ? order : Byte.compare(first.readByte(), second.readByte());
  }

  private static int compareKeys(long first, int first2, long second, int second2) {
    int order = Long.compareUnsigned(first, second);
    return order != 0 ? order : Integer.compare(first2, second2);
  }

  @Override
  public boolean supportsNormalizedKey() {
    return true;
  }

  @Override
  public int getNormalizeKeyLen() {
    return Long.BYTES;
  }

  @Override
  public boolean isNormalizedKeyPrefixOnly(int keyBytes) {
    return true; // the second hash and the rank are not in it
  }

  @Override
  public void putNormalizedKey(SortRecord record, MemorySegment target, int offset, int numBytes) {
    for (int i = 0; i < numBytes; i++) {
      int shift = Long.SIZE - Byte.SIZE * (i + 1);
      target.put(offset + i, shift < 0 ? 0 : (byte) (record.keyHash() >>> shift));
    }
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

  @Override
  public TypeComparator<?>[] getFlatComparators() {
    throw new UnsupportedOperationException("Large records do not come to Flink's handler");
  }

  @Override
  public TypeComparator<SortRecord> duplicate() {
    return new SortRecordComparator();
  }
}

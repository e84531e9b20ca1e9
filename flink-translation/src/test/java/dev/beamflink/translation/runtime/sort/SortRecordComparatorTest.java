package dev.beamflink.translation.runtime.sort;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.core.memory.MemorySegment;
import org.apache.flink.core.memory.MemorySegmentFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SortRecordComparatorTest {

  private static final int OFFSET = 3;

  private final SortRecordComparator comparator = new SortRecordComparator();

  /** All combinations, in their order. */
  private static List<SortRecord> records() {
    List<SortRecord> records = new ArrayList<>();
    for (long keyHash : new long[] {0, 1, 1L << 40, Long.MAX_VALUE, Long.MIN_VALUE, -1}) {
      for (int keyHash2 : new int[] {0, 1, Integer.MAX_VALUE, Integer.MIN_VALUE, -1}) {
        for (byte rank : new byte[] {0, 1, -1}) {
          records.add(new SortRecord(keyHash, keyHash2, rank, null, 0));
        }
      }
    }
    return records;
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 11, 13, 16})
  void normalizedKeysSayTheSameAsRecords(int keyBytes) throws Exception {
    boolean all = !comparator.isNormalizedKeyPrefixOnly(keyBytes);
    List<SortRecord> records = records();
    for (int i = 0; i < records.size(); i++) {
      for (int j = 0; j < records.size(); j++) {
        int expected = Integer.signum(Integer.compare(i, j));
        int found =
            Integer.signum(
                normalized(records.get(i), keyBytes)
                    .compare(normalized(records.get(j), keyBytes), OFFSET, OFFSET, keyBytes));
        assertEquals(all || found != 0 ? expected : 0, found);
        assertEquals(expected, Integer.signum(comparator.compare(records.get(i), records.get(j))));
        assertEquals(
            expected,
            Integer.signum(
                comparator.compareSerialized(
                    serialized(records.get(i)), serialized(records.get(j)))));
        assertEquals(expected, -Integer.signum(byReference(records.get(i), records.get(j))));
      }
    }
  }

  /** So that none of them has to be looked at while they are sorted. */
  @ParameterizedTest
  @ValueSource(ints = {13, 16})
  void normalizedKeysAreAllThatThereIs(int keyBytes) {
    assertFalse(comparator.isNormalizedKeyPrefixOnly(keyBytes));
    assertTrue(
        comparator.getNormalizeKeyLen() <= Long.BYTES * comparator.getFlatComparators().length);
  }

  private MemorySegment normalized(SortRecord record, int keyBytes) {
    MemorySegment segment = MemorySegmentFactory.allocateUnpooledSegment(OFFSET + keyBytes);
    comparator.putNormalizedKey(record, segment, OFFSET, keyBytes);
    return segment;
  }

  private static DataInputDeserializer serialized(SortRecord record) throws Exception {
    DataOutputSerializer target = new DataOutputSerializer(64);
    SortRecordSerializer.INSTANCE.serialize(record, target);
    return new DataInputDeserializer(target.getCopyOfBuffer());
  }

  private static int byReference(SortRecord first, SortRecord second) {
    SortRecordComparator one = new SortRecordComparator();
    SortRecordComparator other = new SortRecordComparator();
    one.setReference(first);
    other.setReference(second);
    return one.compareToReference(other);
  }
}

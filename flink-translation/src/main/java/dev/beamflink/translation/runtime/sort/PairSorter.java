package dev.beamflink.translation.runtime.sort;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.Objects;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.hash.HashFunction;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.hash.Hashing;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.configuration.AlgorithmOptions;
import org.apache.flink.runtime.memory.MemoryAllocationException;
import org.apache.flink.runtime.operators.sort.ExternalSorter;
import org.apache.flink.runtime.operators.sort.PushSorter;
import org.apache.flink.util.MutableObjectIterator;
import org.jspecify.annotations.Nullable;

/**
 * Brings pairs with equal keys together, in managed memory and on disk. The order of the keys is
 * any, as is that of a key's pairs of the same rank.
 *
 * <p>Sorts by a 64-bit hash that nobody can foresee, as its secret is drawn for each sorter, then
 * by the key's own 32-bit hash. So it never compares keys, and keys that were made to collide do
 * not.
 *
 * <p>First all {@link #add}, then all {@link #next}, then {@link #close}. Task thread only; sorts
 * and spills in threads of its own, which end on close.
 */
public final class PairSorter implements AutoCloseable {

  private static final int LARGEST_INLINE_BYTES = 1 << 20; // 1 MiB
  private static final int BUFFERS_OF_LARGEST = 16;

  private final HashFunction hash;
  private final PushSorter<SortRecord> sorter;
  private final LargePairFile largePairs;
  private final long largestInlineBytes;
  private @Nullable MutableObjectIterator<SortRecord> sorted;

  private PairSorter(
      PushSorter<SortRecord> sorter, LargePairFile largePairs, long largestInlineBytes) {
    SecureRandom random = new SecureRandom();
    this.hash = Hashing.sipHash24(random.nextLong(), random.nextLong());
    this.sorter = sorter;
    this.largePairs = largePairs;
    this.largestInlineBytes = largestInlineBytes;
  }

  /**
   * Opens a sorter.
   *
   * @throws MemoryAllocationException when the task's managed memory is not there
   * @throws IllegalArgumentException when it is too little to sort in
   */
  public static PairSorter open(SorterMemory memory, ExecutionConfig executionConfig)
      throws MemoryAllocationException {
    PushSorter<SortRecord> sorter =
        ExternalSorter.newBuilder(
                memory.memory(),
                memory.owner(),
                SortRecordSerializer.INSTANCE,
                new SortRecordComparator(),
                executionConfig)
            .memoryFraction(memory.fraction())
            .enableSpilling(
                memory.disk(), memory.configuration().get(AlgorithmOptions.SORT_SPILLING_THRESHOLD))
            .maxNumFileHandles(memory.configuration().get(AlgorithmOptions.SPILLING_MAX_FAN))
            .objectReuse(false)
            .largeRecords(false)
            .build();
    return new PairSorter(
        sorter,
        new LargePairFile(memory.disk()),
        Math.min(LARGEST_INLINE_BYTES, memory.bytes() / BUFFERS_OF_LARGEST));
  }

  /** Takes a pair. */
  public void add(EncodedPair pair) throws IOException, InterruptedException {
    byte[] key = pair.key().bytes();
    long keyHash = hash.hashBytes(key).asLong();
    boolean large = (long) key.length + pair.element().length > largestInlineBytes;
    sorter.writeRecord(
        large
            ? SortRecord.ofLarge(keyHash, pair, largePairs.add(pair))
            : SortRecord.of(keyHash, pair));
  }

  /** Ends adding; waits until the first pair can be taken. */
  public void finish() throws IOException, InterruptedException {
    sorter.finishReading();
    sorted = sorter.getIterator();
  }

  /** The next pair, null if there is none left. Only after {@link #finish}. */
  public @Nullable EncodedPair next() throws IOException {
    SortRecord record = Objects.requireNonNull(sorted, "finish() comes first").next();
    if (record == null) {
      return null;
    }
    EncodedPair pair = record.pair();
    return pair != null ? pair : largePairs.get(record.offset());
  }

  @Override
  public void close() throws IOException {
    sorter.close();
    largePairs.close();
  }
}

package dev.beamflink.translation.runtime.sort;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.translation.runtime.element.EncodedKey;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.io.disk.iomanager.IOManager;
import org.apache.flink.runtime.io.disk.iomanager.IOManagerAsync;
import org.apache.flink.runtime.memory.MemoryManager;
import org.apache.flink.runtime.memory.MemoryManagerBuilder;
import org.apache.flink.runtime.operators.testutils.DummyInvokable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PairSorterTest {

  private static final long MEMORY_BYTES = 1 << 20; // 1 MiB

  @TempDir private java.nio.file.Path spillDirectory;

  private IOManager disk;
  private MemoryManager memory;

  @BeforeEach
  void open() {
    disk = new IOManagerAsync(spillDirectory.toString());
    memory = MemoryManagerBuilder.newBuilder().setMemorySize(MEMORY_BYTES).build();
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    assertTrue(memory.verifyEmpty(), "managed memory is released");
    memory.shutdown();
    try (var files = java.nio.file.Files.walk(spillDirectory)) {
      assertEquals(0, files.filter(java.nio.file.Files::isRegularFile).count(), "files are gone");
    }
    disk.close();
  }

  @Test
  void nothingComesOfNothing() throws Exception {
    assertEquals(List.of(), sorted(List.of()));
  }

  @Test
  void equalKeysComeTogether() throws Exception {
    check(pairs(1_000, 10, 20));
  }

  @Test
  void moreThanMemoryIsSpilled() throws Exception {
    check(pairs(50_000, 1_000, 200));
  }

  @Test
  void largePairsAreKeptElsewhere() throws Exception {
    List<EncodedPair> pairs = pairs(20, 5, 2 << 20);
    pairs.addAll(pairs(20, 5, 10));
    check(pairs);
  }

  @Test
  void largeKeysComeTogether() throws Exception {
    List<EncodedPair> pairs = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      byte[] key = new byte[3 << 20];
      key[key.length - 1] = (byte) (i % 3);
      pairs.add(new EncodedPair(EncodedKey.ofBytes(key), (byte) 0, new byte[] {(byte) i}));
    }
    check(pairs);
  }

  private List<EncodedPair> pairs(int count, int keys, int elementBytes) {
    Random random = new Random(7);
    List<EncodedPair> pairs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] key = ByteBuffer.allocate(Integer.BYTES).putInt(random.nextInt(keys)).array();
      ByteBuffer element = ByteBuffer.allocate(elementBytes).putInt(i);
      pairs.add(
          new EncodedPair(EncodedKey.ofBytes(key), (byte) random.nextInt(2), element.array()));
    }
    return pairs;
  }

  private List<EncodedPair> sorted(List<EncodedPair> input) throws Exception {
    SorterMemory resources =
        new SorterMemory(new DummyInvokable(), memory, 1.0, disk, new Configuration());
    try (PairSorter sorter = PairSorter.open(resources, new ExecutionConfig())) {
      for (EncodedPair pair : input) {
        sorter.add(pair);
      }
      sorter.finish();
      List<EncodedPair> output = new ArrayList<>();
      for (EncodedPair pair = sorter.next(); pair != null; pair = sorter.next()) {
        output.add(pair);
      }
      return output;
    }
  }

  /** Each key once in a row, with all its elements and no others. */
  private void check(List<EncodedPair> input) throws Exception {
    Set<EncodedKey> finished = new HashSet<>();
    Map<EncodedKey, Set<ByteBuffer>> found = new HashMap<>();
    EncodedKey current = null;
    byte rank = 0;
    for (EncodedPair pair : sorted(input)) {
      if (!pair.key().equals(current)) {
        assertTrue(finished.add(pair.key()), "a key comes once");
        current = pair.key();
        rank = 0;
      }
      assertTrue(pair.rank() >= rank, "ranks are in order");
      rank = pair.rank();
      found.computeIfAbsent(pair.key(), key -> new HashSet<>()).add(contents(pair));
    }
    Map<EncodedKey, Set<ByteBuffer>> expected = new HashMap<>();
    for (EncodedPair pair : input) {
      expected.computeIfAbsent(pair.key(), key -> new HashSet<>()).add(contents(pair));
    }
    assertEquals(expected, found);
  }

  private static ByteBuffer contents(EncodedPair pair) {
    return ByteBuffer.wrap(pair.element());
  }
}

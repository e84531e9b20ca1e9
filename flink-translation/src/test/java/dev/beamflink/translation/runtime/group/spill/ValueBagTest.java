package dev.beamflink.translation.runtime.group.spill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.translation.runtime.spill.SpillFiles;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.beam.runners.core.StateMerging;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VoidCoder;
import org.apache.beam.sdk.util.common.Reiterator;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.collect.ImmutableList;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.collect.Iterables;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValueBagTest {

  @TempDir private Path directory;

  private final GroupMemory memory = new GroupMemory(100);
  private SpillFiles files;
  private int fileNumber;

  @BeforeEach
  void open() {
    files = new SpillFiles(() -> directory.resolve("spill-" + fileNumber++).toFile());
  }

  @Test
  void fewValuesStayInMemory() throws Exception {
    ValueBag<String> bag = bag();
    assertTrue(bag.isEmpty().read());
    add(bag, "a", "b");
    assertFalse(bag.isEmpty().read());
    assertEquals(List.of("a", "b"), bag.read());
    assertEquals(0, filesOnDisk());
  }

  @Test
  void manyValuesGoToDisk() throws Exception {
    ValueBag<String> bag = bag();
    for (int i = 0; i < 1_000; i++) {
      add(bag, "value " + i);
    }
    Iterable<String> values = bag.read();
    assertEquals(1, filesOnDisk());
    for (int pass = 0; pass < 2; pass++) {
      int i = 0;
      for (String value : values) {
        assertEquals("value " + i++, value);
      }
      assertEquals(1_000, i);
    }
    assertFalse(bag.isEmpty().read());
    files.close();
    assertEquals(0, filesOnDisk());
  }

  @Test
  void largeValuesSpanBlocks() throws Exception {
    ValueBag<String> bag = bag();
    String large = "x".repeat(1 << 20);
    add(bag, "first", large, "last");
    assertEquals(List.of("first", large, "last"), ImmutableList.copyOf(bag.read()));
    files.close();
  }

  @Test
  void whatWasReadStaysAsItWas() throws Exception {
    ValueBag<String> bag = bag();
    add(bag, "a");
    Iterable<String> inMemory = bag.read();
    add(bag, "b".repeat(200));
    Iterable<String> onDisk = bag.read();
    add(bag, "c");
    Iterator<String> halfWay = onDisk.iterator();
    halfWay.next();
    bag.clear();
    add(bag, "d");
    assertEquals(List.of("a"), ImmutableList.copyOf(inMemory));
    assertEquals(List.of("a", "b".repeat(200)), ImmutableList.copyOf(onDisk));
    assertEquals("b".repeat(200), halfWay.next());
    assertFalse(halfWay.hasNext());
    assertEquals(List.of("d"), bag.read());
    files.close();
  }

  @Test
  void bagsOfAKeyShareTheirMemory() throws Exception {
    ValueBag<String> one = bag();
    ValueBag<String> other = bag();
    add(one, "x".repeat(60));
    add(other, "y".repeat(60));
    assertEquals(1, filesOnDiskAfterReading(one, other));
    other.clear();
    one.clear();
    add(one, "x".repeat(60));
    assertEquals(List.of("x".repeat(60)), one.read());
    files.close();
  }

  /** The hot key: each bag is small, all of them are large, and none costs a file or a buffer. */
  @Test
  void thousandsOfBagsShareOneFile() throws Exception {
    List<ValueBag<String>> bags = Stream.generate(this::bag).limit(5_000).toList();
    for (int round = 0; round < 4; round++) {
      for (int i = 0; i < bags.size(); i++) {
        add(bags.get(i), i + "/" + round);
      }
    }
    assertTrue(memory.usedBytes() <= 100, "in memory: " + memory.usedBytes());
    assertEquals(1, filesOnDisk());
    for (int i = 0; i < bags.size(); i++) {
      assertEquals(
          List.of(i + "/0", i + "/1", i + "/2", i + "/3"),
          ImmutableList.copyOf(bags.get(i).read()));
    }
    assertEquals(1, filesOnDisk());
    files.close();
    assertEquals(0, filesOnDisk());
  }

  @Test
  void largestBagsGoToDiskFirst() throws Exception {
    ValueBag<String> large = bag();
    ValueBag<String> small = bag();
    add(small, "s".repeat(10));
    add(large, "x".repeat(50), "y".repeat(50));
    assertEquals(10, memory.usedBytes());
    assertEquals("2 values on disk", large.read().toString());
    assertEquals(List.of("s".repeat(10)), small.read());
    files.close();
  }

  @Test
  void whatIsOnDiskTakesNoMemoryWhenRead() throws Exception {
    ValueBag<String> bag = bag();
    add(bag, "x".repeat(200), "a", "b");
    assertEquals(2, memory.usedBytes());
    assertEquals("3 values on disk", bag.read().toString());
    assertEquals(0, memory.usedBytes());
    files.close();
  }

  @Test
  void iteratorsGoTheirOwnWays() throws Exception {
    ValueBag<String> bag = bag();
    for (int i = 0; i < 100; i++) {
      add(bag, "value " + i);
    }
    Iterable<String> values = bag.read();
    Reiterator<String> one = (Reiterator<String>) values.iterator();
    Iterator<String> other = values.iterator();
    for (int i = 0; i < 37; i++) {
      assertEquals("value " + i, one.next());
      if (i % 2 == 0) {
        assertEquals("value " + i / 2, other.next());
      }
    }
    Iterator<String> copy = one.copy();
    assertEquals(ImmutableList.copyOf(copy), ImmutableList.copyOf(one));
    assertEquals(81, ImmutableList.copyOf(other).size());
    files.close();
  }

  @Test
  void valuesOutliveTheirKey() throws Exception {
    ValueBag<String> bag = bag();
    add(bag, "x".repeat(200));
    Iterable<String> values = bag.read();
    Iterator<String> started = values.iterator();
    bag.clear();
    memory.clear();
    files.finishCurrent();
    ValueBag<String> ofNextKey = bag();
    add(ofNextKey, "y".repeat(200));
    assertEquals(2, filesOnDisk());
    assertEquals(List.of("x".repeat(200)), ImmutableList.copyOf(values));
    assertEquals("x".repeat(200), started.next());
    files.close();
    UncheckedIOException failure = assertThrows(UncheckedIOException.class, values::iterator);
    assertTrue(failure.getMessage().endsWith("which is there until the task ends"));
  }

  @Test
  void bagsOnDiskMerge() throws Exception {
    ValueBag<String> one = bag();
    ValueBag<String> other = bag();
    add(one, "x".repeat(200), "a");
    add(other, "y".repeat(200), "b");
    StateMerging.mergeBags(List.of(one, other), one);
    assertEquals(
        List.of("x".repeat(200), "a", "y".repeat(200), "b"), ImmutableList.copyOf(one.read()));
    assertTrue(other.isEmpty().read());
    assertEquals(0, memory.usedBytes());
    files.close();
  }

  /** The size of the last element says nothing about values that a merge moves. */
  @Test
  void mergedValuesCountAsWhatTheyAre() {
    ValueBag<String> one = bag();
    ValueBag<String> other = bag();
    add(other, "y".repeat(40), "z".repeat(40));
    memory.elementIs("other", 1);
    StateMerging.mergeBags(List.of(one, other), one);
    assertEquals(2 * 41, memory.usedBytes()); // each with its length
  }

  @Test
  void valuesWithoutBytesAreCounted() throws Exception {
    ValueBag<@Nullable Void> bag = new ValueBag<>(VoidCoder.of(), memory, files);
    for (int i = 0; i < 300; i++) {
      memory.elementIs(null, 1);
      bag.add(null);
    }
    assertEquals("300 values on disk", bag.read().toString());
    assertEquals(300, Iterables.size(bag.read()));
    files.close();
  }

  private long filesOnDiskAfterReading(ValueBag<?>... bags) throws Exception {
    for (ValueBag<?> bag : bags) {
      bag.read();
    }
    return filesOnDisk();
  }

  private ValueBag<String> bag() {
    return new ValueBag<>(StringUtf8Coder.of(), memory, files);
  }

  private void add(ValueBag<String> bag, String... values) {
    for (String value : values) {
      memory.elementIs(value, value.length());
      bag.add(value);
    }
  }

  private long filesOnDisk() throws Exception {
    try (var list = Files.list(directory)) {
      return list.count();
    }
  }
}

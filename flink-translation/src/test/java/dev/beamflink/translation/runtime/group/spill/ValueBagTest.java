package dev.beamflink.translation.runtime.group.spill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.collect.ImmutableList;
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
      memory.elementIs(value.length());
      bag.add(value);
    }
  }

  private long filesOnDisk() throws Exception {
    try (var list = Files.list(directory)) {
      return list.count();
    }
  }
}

package dev.beamflink.translation.runtime.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.beam.runners.core.StateNamespace;
import org.apache.beam.runners.core.StateNamespaces;
import org.apache.beam.runners.core.StateTag;
import org.apache.beam.runners.core.StateTags;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.state.BagState;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.collect.ImmutableList;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bags that are too large for memory, on RocksDB. */
class BagChunksTest {

  private static final StateTag<BagState<String>> BAG = StateTags.bag("bag", StringUtf8Coder.of());
  private static final BagLimits LAZY = new BagLimits(100, 0);
  private static final StateNamespace GLOBAL = StateNamespaces.global();

  @TempDir Path directory;
  private TestBackend backend;

  @BeforeEach
  void open() throws Exception {
    backend = TestBackend.open(TestBackend.Kind.ROCKSDB, directory);
    backend.get().setCurrentKey(KeyedStateInternalsTest.key(1));
  }

  @AfterEach
  void close() throws Exception {
    backend.close();
  }

  private BagState<String> bag(BagLimits limits) {
    return states(limits).state(GLOBAL, BAG);
  }

  private KeyedStateInternals states(BagLimits limits) {
    KeyedStateInternals states =
        new KeyedStateInternals(
            backend.get(),
            "Transform",
            GlobalWindow.Coder.INSTANCE,
            () -> "key",
            (previous, now) -> {},
            backend.keptValues(),
            limits);
    states.register(BAG);
    return states;
  }

  private static List<String> add(BagState<String> bag, int from, int to) {
    List<String> added = new ArrayList<>();
    for (int i = from; i < to; i++) {
      added.add("value " + i);
      bag.add("value " + i);
    }
    return added;
  }

  @Test
  void largeBagIsReadInOrderAnyNumberOfTimes() {
    BagState<String> bag = bag(LAZY);
    List<String> added = add(bag, 0, 1_000);
    Iterable<String> read = bag.read();
    assertTrue(assertInstanceOf(ChunkedValues.class, read).chunks() >= 40);
    assertEquals(added, ImmutableList.copyOf(read));
    assertEquals(added, ImmutableList.copyOf(read));
    assertFalse(bag.isEmpty().read());
  }

  @Test
  void bagThatFitsIntoMemoryIsReadAtOnce() {
    BagState<String> bag = bag(new BagLimits(100, 1_000));
    List<String> added = add(bag, 0, 50);
    assertEquals(added, assertInstanceOf(List.class, bag.read()));
    add(bag, 50, 200);
    assertInstanceOf(ChunkedValues.class, bag.read());
  }

  @Test
  void smallBagHasNoChunks() {
    BagState<String> bag = bag(LAZY);
    List<String> added = add(bag, 0, 5);
    assertEquals(added, assertInstanceOf(List.class, bag.read()));
  }

  @Test
  void laterValuesAreNotSeen() {
    BagState<String> bag = bag(LAZY);
    List<String> added = add(bag, 0, 100);
    Iterable<String> read = bag.read();
    Iterator<String> started = read.iterator();
    assertEquals("value 0", started.next());
    List<String> all = new ArrayList<>(added);
    all.addAll(add(bag, 100, 200));
    assertEquals(added, ImmutableList.copyOf(read));
    assertEquals(99, ImmutableList.copyOf(started).size());
    assertEquals(all, ImmutableList.copyOf(bag.read()));
  }

  @Test
  void valuesCanBeReadWhenAnotherKeyIsTheCurrentOne() {
    BagState<String> bag = bag(LAZY);
    List<String> added = add(bag, 0, 100);
    Iterable<String> read = bag.read();
    backend.get().setCurrentKey(KeyedStateInternalsTest.key(2));
    bag.add("another key's");
    assertEquals(added, ImmutableList.copyOf(read));
    assertEquals(List.of("another key's"), bag.read());
  }

  @Test
  void clearedBagLeavesNothing() throws Exception {
    KeyedStateInternals states = states(LAZY);
    BagState<String> bag = states.state(GLOBAL, BAG);
    add(bag, 0, 100);
    bag.clear();
    assertTrue(bag.isEmpty().read());
    assertEquals(0, backend.get().getKeysAndNamespaces("Transform/user:bag").count());
    List<String> again = add(bag, 100, 150);
    assertEquals(again, ImmutableList.copyOf(bag.read()));
  }

  @Test
  void placesOfChunksAreNotVisited() {
    KeyedStateInternals states = states(LAZY);
    add(states.state(GLOBAL, BAG), 0, 100);
    List<StateNamespace> visited = new ArrayList<>();
    states.forEachPlace(BAG, visited::add);
    assertEquals(List.of(GLOBAL), visited);
  }

  @Test
  void bagGrowsOnAfterARestore() throws Exception {
    List<String> added = new ArrayList<>(add(bag(LAZY), 0, 100));
    restore(TestBackend.Kind.ROCKSDB, backend.snapshot());
    BagState<String> bag = bag(LAZY);
    added.addAll(add(bag, 100, 200));
    assertEquals(added, ImmutableList.copyOf(bag.read()));
  }

  @Test
  void bagWithChunksMovesToTheHeap() throws Exception {
    List<String> added = new ArrayList<>(add(bag(LAZY), 0, 100));
    restore(TestBackend.Kind.HASHMAP, backend.canonicalSavepoint());
    BagState<String> bag = bag(BagLimits.IN_MEMORY);
    added.addAll(add(bag, 100, 200));
    Iterable<String> read = bag.read();
    bag.clear();
    assertEquals(added, read);
    assertEquals(0, backend.get().getKeysAndNamespaces("Transform/user:bag").count());
  }

  private void restore(TestBackend.Kind kind, KeyedStateHandle snapshot) throws Exception {
    backend.close();
    backend = TestBackend.restore(kind, directory, snapshot);
    backend.get().setCurrentKey(KeyedStateInternalsTest.key(1));
  }
}

package dev.beamflink.translation.runtime.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.apache.beam.runners.core.StateMerging;
import org.apache.beam.runners.core.StateNamespace;
import org.apache.beam.runners.core.StateNamespaces;
import org.apache.beam.runners.core.StateTag;
import org.apache.beam.runners.core.StateTags;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.state.BagState;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.collect.ImmutableList;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.joda.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was read of bags that are too large for memory, on RocksDB, and is kept. */
class KeptValuesTest {

  private static final StateTag<BagState<String>> BAG = StateTags.bag("bag", StringUtf8Coder.of());
  private static final StateNamespace GLOBAL = StateNamespaces.global();

  @TempDir Path database;
  @TempDir Path directory;
  private final Memory memory = new Memory();
  private int fileNumber;
  private TestBackend backend;
  private KeptValues kept;
  private KeyedStateInternals states;

  /** Nothing is unreachable until it says so. */
  private static final class Memory implements Reachability {

    private final List<Object> objects = new ArrayList<>();
    private final List<Reference<?>> references = new ArrayList<>();

    @Override
    public <V> Reference<V> of(V value) {
      WeakReference<V> reference = new WeakReference<>(value);
      objects.add(value);
      references.add(reference);
      return reference;
    }

    void collectAll() {
      references.forEach(Reference::clear);
      objects.clear();
    }
  }

  @BeforeEach
  void open() throws Exception {
    open(TestBackend.open(TestBackend.Kind.ROCKSDB, database));
  }

  private void open(TestBackend opened) {
    backend = opened;
    kept = new KeptValues(() -> directory.resolve("kept-" + fileNumber++).toFile(), memory);
    states =
        new KeyedStateInternals(
            backend.get(),
            "Transform",
            IntervalWindow.getCoder(),
            () -> "key",
            (previous, now) -> {},
            kept,
            new BagLimits(100, 0));
    states.register(BAG);
    key(1);
  }

  @AfterEach
  void close() throws Exception {
    kept.close();
    assertEquals(0, files());
    backend.close();
  }

  private void restore(KeyedStateHandle snapshot) throws Exception {
    close();
    open(TestBackend.restore(TestBackend.Kind.ROCKSDB, database, snapshot));
  }

  private void key(int key) {
    backend.get().setCurrentKey(KeyedStateInternalsTest.key(key));
  }

  private BagState<String> bag() {
    return states.state(GLOBAL, BAG);
  }

  private static List<String> add(BagState<String> bag, int from, int to) {
    List<String> added = new ArrayList<>();
    for (int i = from; i < to; i++) {
      added.add("value " + i);
      bag.add("value " + i);
    }
    return added;
  }

  private long places() {
    try (var places = backend.get().getKeysAndNamespaces("Transform/user:bag")) {
      return places.count();
    }
  }

  private long files() throws Exception {
    try (var list = Files.list(directory)) {
      return list.count();
    }
  }

  @Test
  void clearedBagCanBeIterated() throws Exception {
    List<String> added = add(bag(), 0, 100);
    Iterable<String> read = bag().read();
    Iterator<String> started = read.iterator();
    started.next();
    bag().clear();
    assertTrue(bag().isEmpty().read());
    assertEquals(List.of(), ImmutableList.copyOf(bag().read()));
    assertEquals(added, ImmutableList.copyOf(read));
    assertEquals(added.subList(1, 100), ImmutableList.copyOf(started));
    assertEquals(0, files());
  }

  @Test
  void bagThatGrowsAgainLeavesWhatWasReadBefore() {
    List<String> first = add(bag(), 0, 100);
    Iterable<String> readFirst = bag().read();
    Iterator<String> started = readFirst.iterator();
    started.next();
    bag().clear();
    List<String> second = add(bag(), 100, 300);
    Iterable<String> readSecond = bag().read();
    bag().clear();
    List<String> third = add(bag(), 300, 500);
    assertEquals(first, ImmutableList.copyOf(readFirst));
    assertEquals(first.subList(1, 100), ImmutableList.copyOf(started));
    assertEquals(second, ImmutableList.copyOf(readSecond));
    assertEquals(third, ImmutableList.copyOf(bag().read()));
  }

  @Test
  void clearedBagThatNobodyHasReadLeavesNothing() throws Exception {
    add(bag(), 0, 100);
    bag().clear();
    assertEquals(0, places());
  }

  @Test
  void whatNobodyUsesAnyMoreIsRemovedWithTheNextClearedBag() throws Exception {
    add(bag(), 0, 100);
    int chunks = assertInstanceOf(ChunkedValues.class, bag().read()).chunks();
    bag().clear();
    assertEquals(chunks, places());
    memory.collectAll();
    key(2);
    add(bag(), 0, 100);
    bag().clear();
    assertEquals(0, places());
    assertEquals(0, files());
  }

  @Test
  void whatNobodyUsesAnyMoreIsNotCopied() throws Exception {
    add(bag(), 0, 100);
    bag().read();
    bag().clear();
    memory.collectAll();
    kept.beforeSnapshot();
    assertEquals(0, places());
    assertEquals(0, files());
  }

  @Test
  void snapshotHasNothingOfClearedBags() throws Exception {
    List<String> ofOne = add(bag(), 0, 100);
    Iterable<String> readOfOne = bag().read();
    Iterator<String> started = readOfOne.iterator();
    started.next();
    key(2);
    List<String> ofTwo = add(bag(), 100, 200);
    Iterable<String> readOfTwo = bag().read();
    key(3);
    List<String> ofThree = add(bag(), 200, 300);
    Iterable<String> readOfThree = bag().read();
    long placesOfThree = 1 + assertInstanceOf(ChunkedValues.class, readOfThree).chunks();
    key(2);
    bag().clear();
    key(1);
    bag().clear();

    kept.beforeSnapshot();
    assertEquals(KeyedStateInternalsTest.key(1), backend.get().getCurrentKey());
    assertEquals(placesOfThree, places());
    assertEquals(2, files());
    assertEquals(ofOne, ImmutableList.copyOf(readOfOne));
    assertEquals(ofOne.subList(1, 100), ImmutableList.copyOf(started));
    assertEquals(ofTwo, ImmutableList.copyOf(readOfTwo));
    assertEquals(ofThree, ImmutableList.copyOf(readOfThree));

    kept.beforeSnapshot();
    assertEquals(2, files());
    restore(backend.snapshot());
    assertEquals(placesOfThree, places());
    assertTrue(bag().isEmpty().read());
    key(3);
    assertEquals(ofThree, ImmutableList.copyOf(bag().read()));
  }

  @Test
  void bagThatIsClearedAfterASnapshotIsBackAfterARestore() throws Exception {
    List<String> added = add(bag(), 0, 100);
    kept.beforeSnapshot();
    KeyedStateHandle snapshot = backend.snapshot();
    bag().read();
    bag().clear();
    List<String> more = add(bag(), 100, 105);
    assertEquals(more, ImmutableList.copyOf(bag().read()));
    restore(snapshot);
    Iterable<String> read = bag().read();
    assertEquals(added, ImmutableList.copyOf(read));
    bag().clear();
    add(bag(), 200, 300);
    assertEquals(added, ImmutableList.copyOf(read));
  }

  @Test
  void eachReadingStaysAsItWas() throws Exception {
    List<String> all = new ArrayList<>(add(bag(), 0, 100));
    Iterable<String> early = bag().read();
    all.addAll(add(bag(), 100, 200));
    Iterable<String> late = bag().read();
    bag().clear();
    kept.beforeSnapshot();
    assertEquals(1, files());
    assertEquals(all.subList(0, 100), ImmutableList.copyOf(early));
    assertEquals(all, ImmutableList.copyOf(late));
  }

  @Test
  void mergedBagsLeaveWhatWasRead() throws Exception {
    BagState<String> target = inWindow(0, 10);
    BagState<String> source = inWindow(5, 20);
    List<String> ofTarget = add(target, 0, 100);
    List<String> ofSource = add(source, 100, 200);
    Iterable<String> readOfTarget = target.read();
    Iterable<String> readOfSource = source.read();
    StateMerging.mergeBags(List.of(target, source), target);
    kept.beforeSnapshot();
    assertEquals(ofTarget, ImmutableList.copyOf(readOfTarget));
    assertEquals(ofSource, ImmutableList.copyOf(readOfSource));
    assertTrue(source.isEmpty().read());
    List<String> merged = ImmutableList.copyOf(target.read());
    assertEquals(200, merged.size());
    assertTrue(merged.containsAll(ofTarget) && merged.containsAll(ofSource));
    target.clear();
    memory.collectAll();
    kept.beforeSnapshot();
    assertEquals(0, places());
  }

  private BagState<String> inWindow(long start, long end) {
    return states.state(
        StateNamespaces.window(
            IntervalWindow.getCoder(), new IntervalWindow(new Instant(start), new Instant(end))),
        BAG);
  }

  @Test
  void anotherThreadIterates() throws Exception {
    List<String> added = new ArrayList<>(add(bag(), 0, 100));
    bag().add("");
    added.add("");
    Iterable<String> read = bag().read();
    key(2);
    add(bag(), 100, 200);
    assertEquals(added, elsewhere(read));
    key(1);
    bag().clear();
    assertEquals(added, elsewhere(read));
    kept.beforeSnapshot();
    assertEquals(added, elsewhere(read));
  }

  @Test
  void anotherThreadIteratesWhileTheTaskGoesOn() throws Exception {
    List<String> added = add(bag(), 0, 2_000);
    Iterable<String> read = bag().read();
    FutureTask<List<String>> elsewhere = new FutureTask<>(() -> ImmutableList.copyOf(read));
    new Thread(elsewhere, "elsewhere").start();
    for (int round = 0; round < 10; round++) {
      key(2 + round);
      add(bag(), 0, 100);
    }
    key(1);
    bag().clear();
    add(bag(), 2_000, 4_000);
    kept.beforeSnapshot();
    assertEquals(added, elsewhere.get());
  }

  private static List<String> elsewhere(Iterable<String> values) throws Exception {
    FutureTask<List<String>> elsewhere = new FutureTask<>(() -> ImmutableList.copyOf(values));
    new Thread(elsewhere, "elsewhere").start();
    return elsewhere.get();
  }

  @Test
  void messagesSayThatTheTaskHasEnded() throws Exception {
    add(bag(), 0, 100);
    Iterable<String> inTheBackend = bag().read();
    key(2);
    add(bag(), 0, 100);
    Iterable<String> inAFile = bag().read();
    bag().clear();
    kept.beforeSnapshot();
    kept.close();
    IllegalStateException closed =
        assertThrows(IllegalStateException.class, () -> ImmutableList.copyOf(inTheBackend));
    assertEquals(
        "State 'bag' of transform 'Transform' is closed, as the task has ended, so the values that"
            + " were read of it can't be iterated any more. Copy what is needed later.",
        closed.getMessage());
    UncheckedIOException deleted =
        assertThrows(UncheckedIOException.class, () -> ImmutableList.copyOf(inAFile));
    assertTrue(
        deleted.getMessage().endsWith("which is there until the task ends"), deleted.getMessage());
  }
}

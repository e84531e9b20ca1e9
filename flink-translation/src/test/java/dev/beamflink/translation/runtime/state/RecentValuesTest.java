package dev.beamflink.translation.runtime.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.apache.beam.runners.core.StateNamespaces;
import org.apache.beam.runners.core.StateTag;
import org.apache.beam.runners.core.StateTags;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How often the backend is accessed; that values are right is a matter of {@link
 * KeyedStateInternalsTest}.
 */
class RecentValuesTest {

  private static final StateTag<ValueState<Integer>> COUNT =
      StateTags.value("count", VarIntCoder.of());
  private static final StateTag<ValueState<String>> NAME =
      StateTags.value("name", StringUtf8Coder.of());

  @TempDir Path directory;
  private TestBackend backend;
  private final CountedStates counted = new CountedStates();

  @BeforeEach
  void open() throws Exception {
    backend = TestBackend.open(TestBackend.Kind.HASHMAP, directory);
  }

  @AfterEach
  void close() throws Exception {
    backend.close();
  }

  @Test
  void keysThatComeAgainAreReadAndWrittenOnceBetweenSnapshots() {
    KeyedStateInternals state = internals(new RecentLimits(1000, 1000, any -> 0));
    for (int round = 0; round < 10; round++) {
      for (int key = 0; key < 20; key++) {
        increment(state, key);
      }
    }
    assertEquals(20, reads());
    assertEquals(0, writes());
    state.beforeSnapshot();
    assertEquals(20, writes());
    assertEquals(10, count(state, 7));
    assertEquals(21, reads());
  }

  @Test
  void whatWasReadOnlyIsNotWritten() {
    KeyedStateInternals state = internals(new RecentLimits(1000, 1000, any -> 0));
    increment(state, 1);
    state.beforeSnapshot();
    assertEquals(1, count(state, 1));
    assertNull(count(state, 2));
    state.beforeSnapshot();
    assertEquals(1, writes());
  }

  @Test
  void whatComesAndGoesBetweenSnapshotsIsNotWritten() {
    KeyedStateInternals state = internals(new RecentLimits(1000, 1000, any -> 0));
    increment(state, 1);
    of(state, 1, COUNT).clear();
    state.beforeSnapshot();
    assertEquals(0, writes());
  }

  @Test
  void statesOfAKeyAreKeptSideBySide() {
    KeyedStateInternals state = internals(new RecentLimits(1, 1000, any -> 0));
    for (int i = 0; i < 10; i++) {
      increment(state, 1);
      of(state, 1, NAME).write("round " + i);
    }
    state.beforeSnapshot();
    assertEquals(1, reads());
    assertEquals(2, writes());
    assertEquals(10, count(state, 1));
    assertEquals("round 9", of(state, 1, NAME).read());
  }

  @Test
  void keysThatDoNotComeAgainAreLeftToTheBackend() {
    KeyedStateInternals state = internals(new RecentLimits(10, 1000, any -> 0));
    for (int key = 0; key < 100; key++) {
      increment(state, key);
    }
    assertEquals(100, reads());
    assertTrue(writes() >= 90, writes() + " writes");
    state.beforeSnapshot();
    assertEquals(100, writes());
    for (int key = 0; key < 100; key++) {
      assertEquals(1, count(state, key));
    }
  }

  @Test
  void largeValuesAreWrittenSoon() {
    KeyedStateInternals state = internals(new RecentLimits(1000, 100, RecentLimits::roughBytes));
    of(state, 1, NAME).write("x".repeat(99));
    assertEquals(0, writes());
    of(state, 2, NAME).write("yy");
    assertEquals(2, writes());
    assertEquals("yy", of(state, 2, NAME).read());
    assertEquals("x".repeat(99), of(state, 1, NAME).read());
  }

  private KeyedStateInternals internals(RecentLimits limits) {
    KeyedStateInternals state =
        new KeyedStateInternals(
            counted.counted(backend.get()),
            "Transform",
            GlobalWindow.Coder.INSTANCE,
            () -> null,
            (previous, now) -> {},
            backend.keptValues());
    state.keepRecentValues(limits);
    List.of(COUNT, NAME).forEach(state::register);
    return state;
  }

  private int reads() {
    return counted.count("value");
  }

  private int writes() {
    return counted.count("update", "clear");
  }

  private void increment(KeyedStateInternals state, int key) {
    Integer before = count(state, key);
    of(state, key, COUNT).write(before == null ? 1 : before + 1);
  }

  private Integer count(KeyedStateInternals state, int key) {
    return of(state, key, COUNT).read();
  }

  private <T> ValueState<T> of(KeyedStateInternals state, int key, StateTag<ValueState<T>> tag) {
    backend.get().setCurrentKey(KeyedStateInternalsTest.key(key));
    return state.state(StateNamespaces.global(), tag);
  }
}

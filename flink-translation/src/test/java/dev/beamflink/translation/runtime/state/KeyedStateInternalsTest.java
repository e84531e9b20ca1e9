package dev.beamflink.translation.runtime.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.beamflink.translation.runtime.element.EncodedKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.RunnableFuture;
import java.util.stream.Stream;
import org.apache.beam.runners.core.InMemoryStateInternals;
import org.apache.beam.runners.core.StateInternals;
import org.apache.beam.runners.core.StateNamespace;
import org.apache.beam.runners.core.StateNamespaces;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.SnapshotResult;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every kind of state does what Beam's in-memory state does, under random operations on several
 * keys and namespaces, also across snapshots that are written while the state goes on changing.
 *
 * <p>{@code -Dstate.seed=N} repeats the run that a failure names.
 */
class KeyedStateInternalsTest {

  private static final Coder<IntervalWindow> WINDOW_CODER = IntervalWindow.getCoder();
  private static final List<StateNamespace> NAMESPACES = namespaces();
  private static final int KEYS = 4;

  @TempDir Path directory;

  @FunctionalInterface
  private interface Savepoint {
    KeyedStateHandle of(TestBackend backend) throws Exception;
  }

  static Stream<Arguments> everyKindOnEveryBackend() {
    return Stream.of(StateScenario.values())
        .flatMap(
            scenario ->
                EnumSet.complementOf(EnumSet.of(TestBackend.Kind.INCREMENTAL_ROCKSDB)).stream()
                    .map(kind -> Arguments.of(scenario, kind)));
  }

  static Stream<Arguments> everyKindOnCheckpointedBackends() {
    return Stream.of(StateScenario.values())
        .flatMap(
            scenario ->
                Stream.of(TestBackend.Kind.values())
                    .filter(TestBackend.Kind::isForStreaming)
                    .flatMap(
                        kind ->
                            recentEntries(scenario)
                                .map(entries -> Arguments.of(scenario, kind, entries))));
  }

  /** How many places are kept in memory: none, fewer than there are, or all. */
  private static Stream<Integer> recentEntries(StateScenario scenario) {
    return switch (scenario) {
      case VALUE, CHANGEABLE_VALUE, COMBINING -> Stream.of(0, 1, 20, 1000);
      default -> Stream.of(0);
    };
  }

  static Stream<Arguments> everyKindOnBackendsWithCanonicalSavepoints() {
    return Stream.of(StateScenario.values())
        .flatMap(
            scenario ->
                Stream.of(TestBackend.Kind.HASHMAP, TestBackend.Kind.ROCKSDB)
                    .map(kind -> Arguments.of(scenario, kind)));
  }

  @ParameterizedTest
  @MethodSource("everyKindOnEveryBackend")
  void behavesAsInMemoryState(StateScenario scenario, TestBackend.Kind kind) throws Exception {
    long seed = seed();
    Random random = new Random(seed);
    try (TestBackend backend = TestBackend.open(kind, directory)) {
      KeyedStateInternals ours = open(backend, scenario);
      for (int key = 0; key < KEYS; key++) { // one after the other, as the batch backend wants
        backend.get().setCurrentKey(key(key));
        StateInternals reference = InMemoryStateInternals.forKey(key);
        for (int i = 0; i < 300; i++) {
          StateNamespace namespace = any(NAMESPACES, random);
          step(scenario, random.nextLong(), namespace, ours, reference, "seed " + seed);
        }
        for (StateNamespace namespace : NAMESPACES) {
          assertEquals(
              scenario.observe(reference.state(namespace, scenario.tag())),
              scenario.observe(ours.state(namespace, scenario.tag())),
              "seed " + seed);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("everyKindOnCheckpointedBackends")
  void snapshotHoldsWhatTheStateHeldWhenItWasTaken(
      StateScenario scenario, TestBackend.Kind kind, int recentEntries) throws Exception {
    long seed = seed();
    Random random = new Random(seed);
    Map<Integer, StateInternals> references = new HashMap<>();
    for (int key = 0; key < KEYS; key++) {
      references.put(key, InMemoryStateInternals.forKey(key));
    }
    TestBackend backend = TestBackend.open(kind, directory);
    try {
      for (int round = 0; round < 4; round++) {
        KeyedStateInternals ours = open(backend, scenario, recentEntries);
        randomSteps(scenario, random, backend, ours, references, "seed " + seed);
        Map<String, Object> expected = observeAll(scenario, references);

        ours.beforeSnapshot();
        RunnableFuture<SnapshotResult<KeyedStateHandle>> snapshot = backend.startSnapshot();
        Thread writer = new Thread(snapshot);
        if (round % 2 == 0) { // written while the state changes, or after it has
          writer.start();
        }
        scramble(scenario, random, backend, ours);
        if (round % 2 != 0) {
          writer.start();
        }
        writer.join();
        KeyedStateHandle handle = backend.complete(snapshot);

        backend.close();
        backend = TestBackend.restore(kind, directory, handle);
        assertEquals(
            expected, observeAll(scenario, backend, open(backend, scenario)), "seed " + seed);
      }
    } finally {
      backend.close();
    }
  }

  @ParameterizedTest
  @MethodSource("everyKindOnBackendsWithCanonicalSavepoints")
  void savepointMovesToTheOtherBackend(StateScenario scenario, TestBackend.Kind kind)
      throws Exception {
    savepointMoves(
        scenario,
        kind,
        TestBackend::canonicalSavepoint,
        kind == TestBackend.Kind.HASHMAP ? TestBackend.Kind.ROCKSDB : TestBackend.Kind.HASHMAP);
  }

  @ParameterizedTest
  @EnumSource
  void forStHasNativeSavepoints(StateScenario scenario) throws Exception {
    savepointMoves(
        scenario, TestBackend.Kind.FORST, TestBackend::nativeSavepoint, TestBackend.Kind.FORST);
  }

  private void savepointMoves(
      StateScenario scenario, TestBackend.Kind from, Savepoint taken, TestBackend.Kind to)
      throws Exception {
    long seed = seed();
    Random random = new Random(seed);
    Map<Integer, StateInternals> references = new HashMap<>();
    for (int key = 0; key < KEYS; key++) {
      references.put(key, InMemoryStateInternals.forKey(key));
    }
    KeyedStateHandle savepoint;
    try (TestBackend backend = TestBackend.open(from, directory)) {
      KeyedStateInternals ours = open(backend, scenario);
      randomSteps(scenario, random, backend, ours, references, "seed " + seed);
      savepoint = taken.of(backend);
    }
    try (TestBackend backend = TestBackend.restore(to, directory, savepoint)) {
      assertEquals(
          observeAll(scenario, references),
          observeAll(scenario, backend, open(backend, scenario)),
          "seed " + seed);
    }
  }

  @Test
  void forStHasNoCanonicalSavepoint() throws Exception {
    try (TestBackend backend = TestBackend.open(TestBackend.Kind.FORST, directory)) {
      open(backend, StateScenario.VALUE);
      UnsupportedOperationException refused =
          assertThrows(UnsupportedOperationException.class, backend::canonicalSavepoint);
      assertEquals(
          "Canonical savepoints are not supported by ForSt State Backend.", refused.getMessage());
    }
  }

  private static void randomSteps(
      StateScenario scenario,
      Random random,
      TestBackend backend,
      StateInternals ours,
      Map<Integer, StateInternals> references,
      String message) {
    for (int i = 0; i < 200; i++) {
      int key = random.nextInt(KEYS);
      backend.get().setCurrentKey(key(key));
      StateNamespace namespace = any(NAMESPACES, random);
      step(scenario, random.nextLong(), namespace, ours, references.get(key), message);
    }
  }

  /** Steps that are not to be seen in the snapshot, so the references don't take part. */
  private static void scramble(
      StateScenario scenario, Random random, TestBackend backend, StateInternals ours) {
    for (int i = 0; i < 200; i++) {
      backend.get().setCurrentKey(key(random.nextInt(KEYS)));
      scenario.step(random, ours.state(any(NAMESPACES, random), scenario.tag()));
    }
  }

  private static void step(
      StateScenario scenario,
      long seed,
      StateNamespace namespace,
      StateInternals ours,
      StateInternals reference,
      String message) {
    assertEquals(
        scenario.step(new Random(seed), reference.state(namespace, scenario.tag())),
        scenario.step(new Random(seed), ours.state(namespace, scenario.tag())),
        message);
  }

  private static Map<String, Object> observeAll(
      StateScenario scenario, Map<Integer, StateInternals> states) {
    Map<String, Object> observed = new TreeMap<>();
    states.forEach((key, state) -> observe(scenario, key, state, observed));
    return observed;
  }

  private static Map<String, Object> observeAll(
      StateScenario scenario, TestBackend backend, StateInternals states) {
    Map<String, Object> observed = new TreeMap<>();
    for (int key = 0; key < KEYS; key++) {
      backend.get().setCurrentKey(key(key));
      observe(scenario, key, states, observed);
    }
    return observed;
  }

  private static void observe(
      StateScenario scenario, int key, StateInternals states, Map<String, Object> observed) {
    for (StateNamespace namespace : NAMESPACES) {
      observed.put(
          key + "/" + namespace, scenario.observe(states.state(namespace, scenario.tag())));
    }
  }

  static KeyedStateInternals open(TestBackend backend, StateScenario scenario) {
    return open(backend, scenario, 0);
  }

  private static KeyedStateInternals open(
      TestBackend backend, StateScenario scenario, int recentEntries) {
    KeyedStateInternals internals =
        new KeyedStateInternals(
            backend.get(),
            "Transform",
            WINDOW_CODER,
            () -> null,
            (previous, now) -> {},
            backend.keptValues(),
            bagLimits(backend));
    if (recentEntries > 0) {
      internals.keepRecentValues(new RecentLimits(recentEntries, 1000, any -> 1));
    }
    internals.register(scenario.tag());
    return internals;
  }

  /** On disk, bags come to have chunks soon. */
  private static BagLimits bagLimits(TestBackend backend) {
    return Set.of("rocksdb", "forst").contains(backend.get().getBackendTypeIdentifier())
        ? new BagLimits(4, 10)
        : BagLimits.IN_MEMORY;
  }

  static EncodedKey key(int key) {
    return EncodedKey.ofBytes(new byte[] {(byte) key});
  }

  private static <T> T any(List<T> list, Random random) {
    return list.get(random.nextInt(list.size()));
  }

  private static long seed() {
    return Long.getLong("state.seed", new Random().nextLong());
  }

  private static List<StateNamespace> namespaces() {
    List<StateNamespace> namespaces = new ArrayList<>();
    namespaces.add(StateNamespaces.global());
    for (int start = 0; start < 2; start++) {
      IntervalWindow window =
          new IntervalWindow(Instant.ofEpochMilli(start), Instant.ofEpochMilli(10));
      namespaces.add(StateNamespaces.window(WINDOW_CODER, window));
      namespaces.add(StateNamespaces.windowAndTrigger(WINDOW_CODER, window, 0));
      namespaces.add(StateNamespaces.windowAndTrigger(WINDOW_CODER, window, 300));
    }
    return namespaces;
  }
}

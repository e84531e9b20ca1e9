package dev.beamflink.translation.runtime.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Random;
import java.util.TreeMap;
import org.apache.beam.runners.core.StateNamespace;
import org.apache.beam.runners.core.StateNamespaces;
import org.apache.beam.runners.core.StateTag;
import org.apache.beam.runners.core.StateTags;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CustomCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.state.State;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.state.WatermarkHoldState;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.transforms.windowing.TimestampCombiner;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a restored job may change about its states, and what it may not. */
class StateRestoreTest {

  private static final StateNamespace WINDOW =
      StateNamespaces.window(
          IntervalWindow.getCoder(),
          new IntervalWindow(Instant.ofEpochMilli(0), Instant.ofEpochMilli(10)));

  @TempDir Path directory;

  /** All but those of batch jobs, which have no snapshots. */
  @ParameterizedTest
  @EnumSource(value = TestBackend.Kind.class, names = "BATCH", mode = EnumSource.Mode.EXCLUDE)
  void stateThatTheJobNoLongerHasSurvives(TestBackend.Kind kind) throws Exception {
    for (StateScenario scenario : StateScenario.values()) {
      Object before;
      KeyedStateHandle snapshot;
      try (TestBackend backend = TestBackend.open(kind, directory)) {
        State state = state(backend, scenario.tag());
        Random random = new Random(1);
        for (int i = 0; i < 100; i++) {
          scenario.step(random, state);
        }
        before = scenario.observe(state);
        snapshot = backend.snapshot();
      }
      try (TestBackend backend = TestBackend.restore(kind, directory, snapshot)) {
        // Nobody opens the state, so all that there is to write it with is the first snapshot.
        snapshot = backend.snapshot();
      }
      try (TestBackend backend = TestBackend.restore(kind, directory, snapshot)) {
        assertEquals(before, scenario.observe(state(backend, scenario.tag())), scenario.name());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(value = TestBackend.Kind.class, names = "BATCH", mode = EnumSource.Mode.EXCLUDE)
  void customCoderNeedsNoJavaSerialization(TestBackend.Kind kind) throws Exception {
    KeyedStateHandle snapshot =
        snapshotOf(kind, StateTags.value("x", new Reversing(new Object())), "abc");
    try (TestBackend backend = TestBackend.restore(kind, directory, snapshot)) {
      StateTag<ValueState<String>> tag = StateTags.value("x", new Reversing(null));
      assertEquals("abc", state(backend, tag).read());
    }
  }

  @ParameterizedTest
  @EnumSource(value = TestBackend.Kind.class, names = "BATCH", mode = EnumSource.Mode.EXCLUDE)
  void otherCoderIsRefused(TestBackend.Kind kind) throws Exception {
    KeyedStateHandle snapshot = snapshotOf(kind, StateTags.value("x", StringUtf8Coder.of()), "abc");
    String message = refusal(kind, snapshot, StateTags.value("x", VarIntCoder.of()), interval());
    assertTrue(message.startsWith("State 'x' of transform 'Transform' cannot be opened."), message);
    assertTrue(message.contains("beam:coder:string_utf8:v1"), message);
    assertTrue(message.contains(VarIntCoder.class.getName()), message);
  }

  @ParameterizedTest
  @EnumSource(value = TestBackend.Kind.class, names = "BATCH", mode = EnumSource.Mode.EXCLUDE)
  void otherKindOfStateIsRefused(TestBackend.Kind kind) throws Exception {
    KeyedStateHandle snapshot = snapshotOf(kind, StateTags.value("x", StringUtf8Coder.of()), "abc");
    String message = refusal(kind, snapshot, StateTags.bag("x", StringUtf8Coder.of()), interval());
    assertTrue(message.startsWith("State 'x' of transform 'Transform' cannot be opened."), message);
  }

  @ParameterizedTest
  @EnumSource(value = TestBackend.Kind.class, names = "BATCH", mode = EnumSource.Mode.EXCLUDE)
  void otherWindowCoderIsRefused(TestBackend.Kind kind) throws Exception {
    StateTag<ValueState<String>> tag = StateTags.value("x", StringUtf8Coder.of());
    KeyedStateHandle snapshot = snapshotOf(kind, tag, "abc");
    String message = refusal(kind, snapshot, tag, GlobalWindow.Coder.INSTANCE);
    assertTrue(message.contains("beam:coder:interval_window:v1"), message);
    assertTrue(message.contains("beam:coder:global_window:v1"), message);
  }

  @ParameterizedTest
  @EnumSource(value = TestBackend.Kind.class, names = "BATCH", mode = EnumSource.Mode.EXCLUDE)
  void holdsAreReplayedToTheListener(TestBackend.Kind kind) throws Exception {
    StateTag<WatermarkHoldState> tag =
        StateTags.makeSystemTagInternal(
            StateTags.watermarkStateInternal("hold", TimestampCombiner.LATEST));
    TreeMap<Instant, Integer> holds = new TreeMap<>();
    KeyedStateHandle snapshot;
    try (TestBackend backend = TestBackend.open(kind, directory)) {
      KeyedStateInternals internals = internals(backend, interval(), counting(holds));
      Random random = new Random(1);
      for (int i = 0; i < 20_000; i++) { // enough for the heap backend to be rehashing at the end
        backend.get().setCurrentKey(KeyedStateInternalsTest.key(random.nextInt(100)));
        WatermarkHoldState hold = internals.state(window(random.nextInt(100)), tag);
        if (random.nextInt(3) == 0) {
          hold.clear();
        } else {
          hold.add(Instant.ofEpochMilli(random.nextInt(50)));
        }
      }
      snapshot = backend.snapshot();
    }
    TreeMap<Instant, Integer> replayed = new TreeMap<>();
    try (TestBackend backend = TestBackend.restore(kind, directory, snapshot)) {
      KeyedStateInternals internals = internals(backend, interval(), counting(replayed));
      internals.register(tag);
      internals.replayHolds();
    }
    assertEquals(holds, replayed);
  }

  private static StateNamespace window(int start) {
    return StateNamespaces.window(
        IntervalWindow.getCoder(),
        new IntervalWindow(Instant.ofEpochMilli(start), Instant.ofEpochMilli(1000)));
  }

  /** Keeps the multiset of all holds, as an operator does. */
  private static HoldListener counting(TreeMap<Instant, Integer> holds) {
    return (previous, now) -> {
      if (previous != null) {
        assertTrue(holds.containsKey(previous), "no hold at " + previous);
        holds.computeIfPresent(previous, (hold, count) -> count == 1 ? null : count - 1);
      }
      if (now != null) {
        holds.merge(now, 1, Integer::sum);
      }
    };
  }

  private <T> KeyedStateHandle snapshotOf(
      TestBackend.Kind kind, StateTag<ValueState<T>> tag, T value) throws Exception {
    try (TestBackend backend = TestBackend.open(kind, directory)) {
      state(backend, tag).write(value);
      return backend.snapshot();
    }
  }

  private String refusal(
      TestBackend.Kind kind,
      KeyedStateHandle snapshot,
      StateTag<?> tag,
      Coder<? extends BoundedWindow> windowCoder)
      throws Exception {
    try (TestBackend backend = TestBackend.restore(kind, directory, snapshot)) {
      KeyedStateInternals internals = internals(backend, windowCoder, (previous, now) -> {});
      return assertThrows(StateAccessException.class, () -> internals.register(tag)).getMessage();
    }
  }

  private static <S extends State> S state(TestBackend backend, StateTag<S> tag) {
    backend.get().setCurrentKey(KeyedStateInternalsTest.key(1));
    return internals(backend, interval(), (previous, now) -> {}).state(WINDOW, tag);
  }

  private static Coder<IntervalWindow> interval() {
    return IntervalWindow.getCoder();
  }

  private static KeyedStateInternals internals(
      TestBackend backend, Coder<? extends BoundedWindow> windowCoder, HoldListener listener) {
    return new KeyedStateInternals(
        backend.get(), "Transform", windowCoder, () -> "", listener, backend.keptValues());
  }

  /** A user's coder; with something in it that Java can't serialize. */
  private static final class Reversing extends CustomCoder<String> {

    private static final long serialVersionUID = 1L;

    @SuppressWarnings("unused")
    private final @Nullable Object notSerializable;

    Reversing(@Nullable Object notSerializable) {
      this.notSerializable = notSerializable;
    }

    @Override
    public void encode(String value, OutputStream out) throws IOException {
      StringUtf8Coder.of().encode(new StringBuilder(value).reverse().toString(), out);
    }

    @Override
    public String decode(InputStream in) throws IOException {
      return new StringBuilder(StringUtf8Coder.of().decode(in)).reverse().toString();
    }
  }
}

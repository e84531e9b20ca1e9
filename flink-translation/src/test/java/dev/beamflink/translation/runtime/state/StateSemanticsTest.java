package dev.beamflink.translation.runtime.state;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.beam.runners.core.StateNamespaces;
import org.apache.beam.runners.core.StateTag;
import org.apache.beam.runners.core.StateTags;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.state.BagState;
import org.apache.beam.sdk.state.CombiningState;
import org.apache.beam.sdk.state.MapState;
import org.apache.beam.sdk.state.OrderedListState;
import org.apache.beam.sdk.state.ReadableState;
import org.apache.beam.sdk.state.SetState;
import org.apache.beam.sdk.state.State;
import org.apache.beam.sdk.state.StateContext;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.CombineWithContext.CombineFnWithContext;
import org.apache.beam.sdk.transforms.CombineWithContext.Context;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What Beam promises of state beyond what a random comparison with the in-memory state shows. */
class StateSemanticsTest {

  private static final StateTag<ValueState<List<Integer>>> LIST =
      StateTags.value("list", ListCoder.of(VarIntCoder.of()));
  private static final StateTag<BagState<Integer>> BAG = StateTags.bag("bag", VarIntCoder.of());
  private static final StateTag<MapState<byte[], String>> MAP =
      StateTags.map("map", ByteArrayCoder.of(), StringUtf8Coder.of());
  private static final StateTag<SetState<byte[]>> SET = StateTags.set("set", ByteArrayCoder.of());
  private static final StateTag<CombiningState<Integer, List<Integer>, String>> COMBINING =
      StateTags.combiningValue(
          "combining", ListCoder.of(VarIntCoder.of()), new StateScenario.Collect());

  @TempDir Path directory;
  private TestBackend backend;
  private KeyedStateInternals internals;

  private <S extends State> S open(TestBackend.Kind kind, StateTag<S> tag) throws Exception {
    backend = TestBackend.open(kind, directory);
    backend.get().setCurrentKey(KeyedStateInternalsTest.key(1));
    internals =
        new KeyedStateInternals(
            backend.get(),
            "Transform",
            IntervalWindow.getCoder(),
            () -> "key",
            (previous, now) -> {},
            backend.keptValues());
    internals.register(tag);
    return internals.state(StateNamespaces.global(), tag);
  }

  @AfterEach
  void close() throws Exception {
    backend.close();
  }

  @ParameterizedTest
  @EnumSource(TestBackend.Kind.class)
  void changingAnObjectAfterWritingItDoesNotChangeTheState(TestBackend.Kind kind) throws Exception {
    ValueState<List<Integer>> state = open(kind, LIST);
    List<Integer> written = new ArrayList<>(List.of(1));
    state.write(written);
    written.add(2);
    assertEquals(List.of(1), state.read());
  }

  @ParameterizedTest
  @EnumSource(TestBackend.Kind.class)
  void changingAnObjectThatWasReadDoesNotChangeTheState(TestBackend.Kind kind) throws Exception {
    ValueState<List<Integer>> state = open(kind, LIST);
    state.write(new ArrayList<>(List.of(1)));
    state.read().add(2);
    assertEquals(List.of(1), state.read());
  }

  @ParameterizedTest
  @EnumSource(TestBackend.Kind.class)
  void changingAnAccumulatorThatWasTakenDoesNotChangeTheState(TestBackend.Kind kind)
      throws Exception {
    CombiningState<Integer, List<Integer>, String> state = open(kind, COMBINING);
    state.add(1);
    state.getAccum().add(2);
    state.read(); // its function empties what it gets
    assertEquals(List.of(1), state.getAccum());
  }

  @ParameterizedTest
  @EnumSource(TestBackend.Kind.class)
  void bagThatWasReadDoesNotSeeLaterWrites(TestBackend.Kind kind) throws Exception {
    BagState<Integer> state = open(kind, BAG);
    state.add(1);
    state.add(2);
    Iterable<Integer> read = state.read();
    Iterator<Integer> halfway = read.iterator();
    halfway.next();
    state.add(3);
    assertEquals(2, halfway.next());
    assertFalse(halfway.hasNext());
    state.clear();
    state.add(4);
    assertEquals(List.of(1, 2), read);
    assertEquals(List.of(4), state.read());
  }

  @ParameterizedTest
  @EnumSource(TestBackend.Kind.class)
  void mapThatWasReadDoesNotSeeLaterWrites(TestBackend.Kind kind) throws Exception {
    MapState<byte[], String> state = open(kind, MAP);
    state.put(new byte[] {1}, "a");
    ReadableState<Iterable<Map.Entry<byte[], String>>> deferred = state.entries();
    Iterable<Map.Entry<byte[], String>> entries = deferred.read();
    Iterable<String> values = state.values().read();
    state.put(new byte[] {1}, "b");
    state.put(new byte[] {2}, "c");
    assertEquals("a", entries.iterator().next().getValue());
    assertEquals(List.of("a"), values);
    int now = 0;
    for (Map.Entry<byte[], String> unused : deferred.read()) {
      now++;
    }
    assertEquals(2, now);
  }

  @ParameterizedTest
  @EnumSource(TestBackend.Kind.class)
  void orderedListThatWasReadDoesNotSeeLaterWrites(TestBackend.Kind kind) throws Exception {
    OrderedListState<Integer> state = open(kind, StateTags.orderedList("list", VarIntCoder.of()));
    TimestampedValue<Integer> first = TimestampedValue.of(1, Instant.ofEpochMilli(5));
    state.add(first);
    Iterable<TimestampedValue<Integer>> read = state.read();
    state.add(TimestampedValue.of(2, Instant.ofEpochMilli(5)));
    state.clearRange(Instant.ofEpochMilli(5), Instant.ofEpochMilli(6));
    assertEquals(List.of(first), read);
    assertTrue(state.isEmpty().read());
  }

  @ParameterizedTest
  @EnumSource(TestBackend.Kind.class)
  void byteArraysAreMapKeysByContent(TestBackend.Kind kind) throws Exception {
    MapState<byte[], String> state = open(kind, MAP);
    state.put(new byte[] {1, 2}, "a");
    state.put(new byte[] {1, 2}, "b");
    assertEquals("b", state.get(new byte[] {1, 2}).read());
    assertNull(state.get(new byte[] {1}).read());
    assertArrayEquals(new byte[] {1, 2}, state.keys().read().iterator().next());
    state.remove(new byte[] {1, 2});
    assertTrue(state.isEmpty().read());
  }

  @ParameterizedTest
  @EnumSource(TestBackend.Kind.class)
  void byteArraysAreSetElementsByContent(TestBackend.Kind kind) throws Exception {
    SetState<byte[]> state = open(kind, SET);
    assertTrue(state.addIfAbsent(new byte[] {1}).read());
    assertFalse(state.addIfAbsent(new byte[] {1}).read());
    assertTrue(state.contains(new byte[] {1}).read());
  }

  @ParameterizedTest
  @EnumSource(TestBackend.Kind.class)
  void valueThatTheCoderRefusesIsRefusedWhenWritten(TestBackend.Kind kind) throws Exception {
    ValueState<String> state = open(kind, StateTags.value("text", StringUtf8Coder.of()));
    StateAccessException refused =
        assertThrows(StateAccessException.class, () -> state.write(null));
    assertTrue(
        refused.getMessage().startsWith("State 'text' of transform 'Transform' cannot be written"),
        refused.getMessage());
    assertNull(state.read());
  }

  @ParameterizedTest
  @EnumSource(TestBackend.Kind.class)
  void combiningUsesTheContextOfItsAccess(TestBackend.Kind kind) throws Exception {
    StateTag<CombiningState<Integer, Integer, String>> tag =
        StateTags.combiningValueWithContext("context", VarIntCoder.of(), new SumNamingItsJob());
    open(kind, tag);
    CombiningState<Integer, Integer, String> state =
        internals.state(StateNamespaces.global(), tag, contextOfJob("one"));
    state.add(1);
    state.add(2);
    assertEquals("3 in one", state.read());
  }

  private static StateContext<BoundedWindow> contextOfJob(String name) {
    PipelineOptions options = PipelineOptionsFactory.create();
    options.setJobName(name);
    return new StateContext<>() {
      @Override
      public PipelineOptions getPipelineOptions() {
        return options;
      }

      @Override
      public <T> T sideInput(PCollectionView<T> view) {
        throw new UnsupportedOperationException();
      }

      @Override
      public BoundedWindow window() {
        return GlobalWindow.INSTANCE;
      }
    };
  }

  @ParameterizedTest
  @EnumSource(TestBackend.Kind.class)
  void userAndSystemStateOfOneIdAreApart(TestBackend.Kind kind) throws Exception {
    BagState<Integer> user = open(kind, BAG);
    user.add(1);
    BagState<Integer> system =
        internals.state(StateNamespaces.global(), StateTags.makeSystemTagInternal(BAG));
    assertTrue(system.isEmpty().read());
  }

  @ParameterizedTest
  @EnumSource(TestBackend.Kind.class)
  void statesAreEqualWhenTheyAreOfOneTagAndNamespace(TestBackend.Kind kind) throws Exception {
    BagState<Integer> state = open(kind, BAG);
    assertEquals(state, internals.state(StateNamespaces.global(), BAG));
    assertNotEquals(
        state,
        internals.state(
            StateNamespaces.window(
                IntervalWindow.getCoder(),
                new IntervalWindow(Instant.ofEpochMilli(0), Instant.ofEpochMilli(1))),
            BAG));
    CombiningState<Integer, List<Integer>, String> combining =
        internals.state(StateNamespaces.global(), COMBINING);
    assertEquals(combining, internals.state(StateNamespaces.global(), COMBINING));
    assertNotEquals(state, (State) combining);
  }

  @ParameterizedTest
  @EnumSource(TestBackend.Kind.class)
  void idIsOneKindOfState(TestBackend.Kind kind) throws Exception {
    open(kind, BAG);
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> internals.register(StateTags.set("bag", VarIntCoder.of())));
    assertEquals(
        "State 'bag' of transform 'Transform' was opened as BagStateSpec, but is now asked for as"
            + " SetStateSpec. Give each state an id of its own.",
        refused.getMessage());
  }

  @ParameterizedTest
  @EnumSource(TestBackend.Kind.class)
  void stateWithoutCoderIsRefused(TestBackend.Kind kind) throws Exception {
    open(kind, BAG);
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class, () -> internals.register(StateTags.bag("none", null)));
    assertTrue(
        refused.getMessage().startsWith("State 'none' of transform 'Transform' has no coder"),
        refused.getMessage());
  }

  @ParameterizedTest
  @EnumSource(TestBackend.Kind.class)
  void keyIsTheOneThatTheOperatorSupplies(TestBackend.Kind kind) throws Exception {
    open(kind, BAG);
    assertEquals("key", internals.getKey());
  }

  /** Sums, and says in which job: what only the context knows. */
  private static final class SumNamingItsJob
      extends CombineFnWithContext<Integer, Integer, String> {

    private static final long serialVersionUID = 1L;

    @Override
    public Integer createAccumulator(Context context) {
      return 0;
    }

    @Override
    public Integer addInput(Integer sum, Integer input, Context context) {
      return sum + input;
    }

    @Override
    public Integer mergeAccumulators(Iterable<Integer> sums, Context context) {
      int all = 0;
      for (int sum : sums) {
        all += sum;
      }
      return all;
    }

    @Override
    public String extractOutput(Integer sum, Context context) {
      return sum + " in " + context.getPipelineOptions().getJobName();
    }
  }
}

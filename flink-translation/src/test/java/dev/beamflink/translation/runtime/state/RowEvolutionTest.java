package dev.beamflink.translation.runtime.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.beam.runners.core.StateNamespaces;
import org.apache.beam.runners.core.StateTag;
import org.apache.beam.runners.core.StateTags;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.state.BagState;
import org.apache.beam.sdk.state.CombiningState;
import org.apache.beam.sdk.state.MapState;
import org.apache.beam.sdk.state.MultimapState;
import org.apache.beam.sdk.state.OrderedListState;
import org.apache.beam.sdk.state.State;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.Combine.CombineFn;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TimestampedValue;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows in state whose schema has got a field since the savepoint. */
class RowEvolutionTest {

  private static final Schema INNER = Schema.builder().addStringField("street").build();
  private static final Schema OLD =
      Schema.builder().addInt32Field("id").addRowField("home", INNER).build();

  private static final Schema NEW_INNER =
      Schema.builder().addStringField("street").addNullableField("city", FieldType.STRING).build();
  private static final Schema NEW =
      Schema.builder()
          .addNullableField("id", FieldType.INT32)
          .addRowField("home", NEW_INNER)
          .addNullableField("tags", FieldType.array(FieldType.STRING))
          .build();

  private static final Row BEFORE = row(OLD, INNER, 1, "Elm");
  private static final Row AFTER =
      Row.withSchema(NEW)
          .addValues(1, Row.withSchema(NEW_INNER).addValues("Elm", null).build(), null)
          .build();
  private static final Row FRESH =
      Row.withSchema(NEW)
          .addValues(
              null, Row.withSchema(NEW_INNER).addValues("Oak", "Rome").build(), List.of("a", "b"))
          .build();

  @TempDir Path directory;

  private static Row row(Schema schema, Schema inner, int id, String street) {
    return Row.withSchema(schema)
        .addValues(id, Row.withSchema(inner).addValues(street).build())
        .build();
  }

  /** A kind of state that holds rows. */
  private enum Holder {
    VALUE(
        coder -> StateTags.value("x", coder),
        (state, row) -> Holder.<ValueState<Row>>cast(state).write(row),
        state -> List.of(Holder.<ValueState<Row>>cast(state).read())),
    BAG(
        coder -> StateTags.bag("x", coder),
        (state, row) -> Holder.<BagState<Row>>cast(state).add(row),
        state -> Holder.<BagState<Row>>cast(state).read()),
    MAP(
        coder -> StateTags.map("x", StringUtf8Coder.of(), coder),
        (state, row) -> Holder.<MapState<String, Row>>cast(state).put("k", row),
        state -> List.of(Holder.<MapState<String, Row>>cast(state).get("k").read())),
    MULTIMAP(
        coder -> StateTags.multimap("x", StringUtf8Coder.of(), coder),
        (state, row) -> Holder.<MultimapState<String, Row>>cast(state).put("k", row),
        state -> Holder.<MultimapState<String, Row>>cast(state).get("k").read()),
    ORDERED_LIST(
        coder -> StateTags.orderedList("x", coder),
        (state, row) ->
            Holder.<OrderedListState<Row>>cast(state)
                .add(TimestampedValue.of(row, Instant.ofEpochMilli(7))),
        state -> {
          List<Row> rows = new ArrayList<>();
          Holder.<OrderedListState<Row>>cast(state)
              .read()
              .forEach(element -> rows.add(element.getValue()));
          return rows;
        }),
    COMBINING(
        coder -> StateTags.combiningValue("x", ListCoder.of(coder), new Collect()),
        (state, row) -> Holder.<CombiningState<Row, List<Row>, List<Row>>>cast(state).add(row),
        state -> Holder.<CombiningState<Row, List<Row>, List<Row>>>cast(state).read());

    private final Function<Coder<Row>, StateTag<?>> tag;
    private final BiConsumer<State, Row> write;
    private final Function<State, Iterable<Row>> read;

    Holder(
        Function<Coder<Row>, StateTag<?>> tag,
        BiConsumer<State, Row> write,
        Function<State, Iterable<Row>> read) {
      this.tag = tag;
      this.write = write;
      this.read = read;
    }

    @SuppressWarnings("unchecked")
    private static <S> S cast(State state) {
      return (S) state;
    }

    /** Whether a second row takes the place of the first. */
    boolean holdsOne() {
      return this == VALUE || this == MAP;
    }

    List<Row> rows(State state) {
      List<Row> rows = new ArrayList<>();
      read.apply(state).forEach(rows::add);
      return rows;
    }
  }

  private static final class Collect extends CombineFn<Row, List<Row>, List<Row>> {
    private static final long serialVersionUID = 1L;

    @Override
    public List<Row> createAccumulator() {
      return new ArrayList<>();
    }

    @Override
    public List<Row> addInput(List<Row> accumulator, Row row) {
      accumulator.add(row);
      return accumulator;
    }

    @Override
    public List<Row> mergeAccumulators(Iterable<List<Row>> accumulators) {
      List<Row> merged = new ArrayList<>();
      accumulators.forEach(merged::addAll);
      return merged;
    }

    @Override
    public List<Row> extractOutput(List<Row> accumulator) {
      return accumulator;
    }
  }

  static Stream<Arguments> holders() {
    return Stream.of(TestBackend.Kind.HASHMAP, TestBackend.Kind.ROCKSDB)
        .flatMap(
            kind ->
                Stream.of(Holder.values())
                    .map(holder -> Arguments.argumentSet(kind + " " + holder, kind, holder)));
  }

  @ParameterizedTest
  @MethodSource("holders")
  void rowsGetTheAddedFields(TestBackend.Kind kind, Holder holder) throws Exception {
    KeyedStateHandle snapshot;
    try (TestBackend backend = TestBackend.open(kind, directory)) {
      holder.write.accept(state(backend, holder, OLD), BEFORE);
      snapshot = backend.snapshot();
    }
    try (TestBackend backend = TestBackend.restore(kind, directory, snapshot)) {
      State state = state(backend, holder, NEW);
      assertEquals(List.of(AFTER), holder.rows(state));
      snapshot = backend.snapshot(); // nothing was written since the restore
    }
    try (TestBackend backend = TestBackend.restore(kind, directory, snapshot)) {
      State state = state(backend, holder, NEW);
      assertEquals(List.of(AFTER), holder.rows(state));
      holder.write.accept(state, FRESH);
      List<Row> both = holder.holdsOne() ? List.of(FRESH) : List.of(AFTER, FRESH);
      assertEquals(both, holder.rows(state));
      snapshot = backend.canonicalSavepoint();
    }
    try (TestBackend backend = TestBackend.restore(kind, directory, snapshot)) {
      String refused = refusal(backend, holder.tag.apply(RowCoder.of(OLD)));
      assertTrue(
          refused.startsWith("State 'x' of transform 'Transform' cannot be opened."), refused);
      assertTrue(refused.contains("tags: list(STRING)?"), refused);
    }
  }

  @ParameterizedTest
  @MethodSource("holders")
  void aFieldThatIsNotNullableIsRefused(TestBackend.Kind kind, Holder holder) throws Exception {
    KeyedStateHandle snapshot;
    try (TestBackend backend = TestBackend.open(kind, directory)) {
      holder.write.accept(state(backend, holder, OLD), BEFORE);
      snapshot = backend.snapshot();
    }
    Schema required =
        Schema.builder()
            .addInt32Field("id")
            .addRowField("home", INNER)
            .addStringField("name")
            .build();
    try (TestBackend backend = TestBackend.restore(kind, directory, snapshot)) {
      String refused = refusal(backend, holder.tag.apply(RowCoder.of(required)));
      assertTrue(
          refused.startsWith("State 'x' of transform 'Transform' cannot be opened."), refused);
      assertTrue(refused.contains("home: beam:coder:row:v1(street: STRING))"), refused);
      assertTrue(refused.contains("name: STRING"), refused);
    }
  }

  static Stream<Arguments> keys() {
    return Stream.of(TestBackend.Kind.HASHMAP, TestBackend.Kind.ROCKSDB)
        .flatMap(
            kind ->
                Stream.<Function<Coder<Row>, StateTag<?>>>of(
                        coder -> StateTags.set("x", coder),
                        coder -> StateTags.map("x", coder, StringUtf8Coder.of()),
                        coder -> StateTags.multimap("x", coder, StringUtf8Coder.of()))
                    .map(tag -> Arguments.of(kind, tag)));
  }

  /** A key that is encoded in another way is another key. */
  @ParameterizedTest
  @MethodSource
  void keys(TestBackend.Kind kind, Function<Coder<Row>, StateTag<?>> tag) throws Exception {
    KeyedStateHandle snapshot;
    try (TestBackend backend = TestBackend.open(kind, directory)) {
      internals(backend).register(tag.apply(RowCoder.of(OLD)));
      snapshot = backend.snapshot();
    }
    try (TestBackend backend = TestBackend.restore(kind, directory, snapshot)) {
      String refused = refusal(backend, tag.apply(RowCoder.of(NEW)));
      assertTrue(refused.contains("tags: list(STRING)?"), refused);
    }
  }

  /** What a savepoint says of the coder is true of the bytes beside it. */
  @Test
  void restoredRowsAreWrittenAsTheirNewCoderWritesThem() throws Exception {
    ValueCodec<Row> old = ValueCodec.of(name(), RowCoder.of(OLD));
    ValueCodec<Row> codec = ValueCodec.of(name(), RowCoder.of(NEW));
    DataOutputSerializer written = new DataOutputSerializer(64);
    new CoderSerializer<>(old).serialize(StoredValue.of(BEFORE, old), written);
    StoredValue<Row> restored =
        CoderSerializer.<Row>restored(old.description())
            .deserialize(new DataInputDeserializer(written.getCopyOfBuffer()));
    DataOutputSerializer again = new DataOutputSerializer(64);
    new CoderSerializer<>(codec).serialize(restored, again);
    assertEquals(
        HexFormat.of().formatHex(CoderUtils.encodeToByteArray(RowCoder.of(NEW), AFTER)),
        HexFormat.of().formatHex(again.getCopyOfBuffer()).substring(2)); // behind the length
  }

  private static StateName name() {
    return new StateName("Transform", false, "x");
  }

  private static State state(TestBackend backend, Holder holder, Schema schema) {
    backend.get().setCurrentKey(KeyedStateInternalsTest.key(1));
    return internals(backend)
        .state(
            StateNamespaces.window(GlobalWindow.Coder.INSTANCE, GlobalWindow.INSTANCE),
            holder.tag.apply(RowCoder.of(schema)));
  }

  private static String refusal(TestBackend backend, StateTag<?> tag) {
    return assertThrows(StateAccessException.class, () -> internals(backend).register(tag))
        .getMessage();
  }

  private static KeyedStateInternals internals(TestBackend backend) {
    return new KeyedStateInternals(
        backend.get(),
        "Transform",
        GlobalWindow.Coder.INSTANCE,
        () -> "",
        (previous, now) -> {},
        backend.keptValues());
  }
}

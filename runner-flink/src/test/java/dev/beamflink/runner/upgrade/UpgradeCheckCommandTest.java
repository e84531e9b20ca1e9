package dev.beamflink.runner.upgrade;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.runner.savepoint.SavepointFixture;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.runners.flink.FlinkRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.BigEndianLongCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.state.BagState;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command prints, and its exit code. */
class UpgradeCheckCommandTest {

  private static final Schema PERSON = Schema.builder().addStringField("name").build();
  private static final Schema PERSON_WITH_AGE =
      Schema.builder().addStringField("name").addNullableField("age", FieldType.INT32).build();

  @TempDir private Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int check(Object old, Path planned) {
    return UpgradeCheckCommand.run(
        new PrintWriter(out, true), new PrintWriter(err, true), old.toString(), planned.toString());
  }

  private Path plan(String name, Consumer<Pipeline> builder, String... more) {
    Path file = directory.resolve(name);
    String[] arguments = new String[more.length + 3];
    System.arraycopy(more, 0, arguments, 3, more.length);
    arguments[0] = "--dryRun";
    arguments[1] = "--planFile=" + file;
    arguments[2] = "--streaming";
    FlinkPipelineOptions options =
        PipelineOptionsFactory.fromArgs(arguments).as(FlinkPipelineOptions.class);
    options.setRunner(FlinkRunner.class);
    Pipeline pipeline = Pipeline.create(options);
    builder.accept(pipeline);
    pipeline.run();
    return file;
  }

  private static Consumer<Pipeline> keeping(String name, DoFn<KV<Long, Long>, Void> doFn) {
    return keeping(name, VarLongCoder.of(), doFn);
  }

  private static Consumer<Pipeline> keeping(
      String name, Coder<Long> keyCoder, DoFn<KV<Long, Long>, Void> doFn) {
    return pipeline ->
        pipeline
            .apply(
                "Numbers",
                Create.of(KV.of(1L, 2L), KV.of(3L, 4L))
                    .withCoder(KvCoder.of(keyCoder, VarLongCoder.of())))
            .apply(name, ParDo.of(doFn));
  }

  @Test
  void theSamePipelineMaps() {
    Path plan = plan("plan.json", keeping("Keep", new ValueFn<>(VarLongCoder.of())));
    assertEquals(0, check(plan, plan));
    assertEquals(
        """
        maps      'Keep/ParMultiDo(Value)': state 'timers' (timers)
        maps      'Keep/ParMultiDo(Value)': state 'x' (value)
        maps      'Numbers/Read(CreateSource)': state 'splits' (splits)
        3 map, 0 migrate, 0 are new, 0 are dropped, 0 are refused
        """,
        out.toString());
  }

  @Test
  void anAddedTransformIsNew() {
    Path old = plan("old.json", keeping("Keep", new ValueFn<>(VarLongCoder.of())));
    Path planned =
        plan(
            "new.json",
            pipeline -> {
              keeping("Keep", new ValueFn<>(VarLongCoder.of())).accept(pipeline);
              pipeline
                  .apply("Others", Create.of(KV.of(1L, 2L), KV.of(3L, 4L)))
                  .apply("More", ParDo.of(new ValueFn<>(VarLongCoder.of())));
            });
    assertEquals(0, check(old, planned));
    assertTrue(
        out.toString().contains("new       'More/ParMultiDo(Value)': state 'x' (value)\n"),
        out.toString());
    assertTrue(out.toString().contains("3 map, 0 migrate, 3 are new"), out.toString());
  }

  @Test
  void aRenamedTransformIsDroppedAndNew() {
    assertEquals(
        1,
        check(
            plan("old.json", keeping("Keep", new ValueFn<>(VarLongCoder.of()))),
            plan("new.json", keeping("Hold", new ValueFn<>(VarLongCoder.of())))));
    assertTrue(
        out.toString()
            .contains(
                "dropped   'Keep/ParMultiDo(Value)': state 'x' (value): the new job has no such"
                    + " node\n"),
        out.toString());
  }

  @Test
  void aRemovedStateIsDropped() {
    assertEquals(
        1,
        check(
            plan("old.json", keeping("Keep", new Older.KeepFn())),
            plan("new.json", keeping("Keep", new Newer.KeepFn()))));
    assertEquals(
        """
        dropped   'Keep/ParMultiDo(Keep)': state 'a' (value): the new job has no such state
        new       'Keep/ParMultiDo(Keep)': state 'b' (value)
        maps      'Keep/ParMultiDo(Keep)': state 'timers' (timers)
        maps      'Keep/ParMultiDo(Keep)': timer 'end' (event time)
        dropped   'Keep/ParMultiDo(Keep)': timer 'flush' (processing time): the new job has no such timer
        maps      'Keep/ParMultiDo(Keep)': timer 'soon' (event time): was in processing time, in which those that are set will fire
        dropped   'Keep/ParMultiDo(Keep)': timer family 'many' (event time): the new job has no such timer
        new       'Keep/ParMultiDo(Keep)': timer family 'more' (event time)
        maps      'Numbers/Read(CreateSource)': state 'splits' (splits)
        4 map, 0 migrate, 2 are new, 3 are dropped, 0 are refused
        """,
        out.toString());
  }

  @Test
  void timersOfARemovedTransformAreDropped() {
    assertEquals(
        1,
        check(
            plan("old.json", keeping("Keep", new Older.KeepFn())),
            plan("new.json", keeping("Hold", new Older.KeepFn()))));
    assertTrue(
        out.toString()
            .contains(
                "dropped   'Keep/ParMultiDo(Keep)': timer 'flush' (processing time): the new job"
                    + " has no such node\n"),
        out.toString());
    assertTrue(
        out.toString()
            .contains("new       'Hold/ParMultiDo(Keep)': timer 'flush' (processing time)\n"),
        out.toString());
  }

  @Test
  void anAddedFieldMigrates() {
    assertEquals(
        0,
        check(
            plan("old.json", keeping("Keep", new ValueFn<>(RowCoder.of(PERSON)))),
            plan("new.json", keeping("Keep", new ValueFn<>(RowCoder.of(PERSON_WITH_AGE))))));
    assertTrue(
        out.toString()
            .contains(
                "migrates  'Keep/ParMultiDo(Value)': state 'x' (value): was written with coder"
                    + " beam:coder:row:v1(name: STRING), is read with coder"
                    + " beam:coder:row:v1(name: STRING, age: INT32?)\n"),
        out.toString());
  }

  @Test
  void anotherCoderIsRefused() {
    assertEquals(
        2,
        check(
            plan("old.json", keeping("Keep", new ValueFn<>(RowCoder.of(PERSON_WITH_AGE)))),
            plan("new.json", keeping("Keep", new ValueFn<>(StringUtf8Coder.of())))));
    assertTrue(
        out.toString()
            .contains(
                "refused   'Keep/ParMultiDo(Value)': state 'x' (value): was written with coder"
                    + " beam:coder:row:v1(name: STRING, age: INT32?), is read with coder"
                    + " beam:coder:string_utf8:v1\n"),
        out.toString());
  }

  @Test
  void anotherKindOfStateIsRefused() {
    assertEquals(
        2,
        check(
            plan("old.json", keeping("Keep", new ValueFn<>(VarLongCoder.of())), "--jobName=a"),
            plan("new.json", keeping("Keep", new Bags.ValueFn()))));
    assertTrue(
        out.toString().contains("state 'x' (bag): was a value, is now a bag\n"), out.toString());
  }

  @Test
  void anotherKeyCoderIsRefused() {
    Coder<Long> fixed = BigEndianLongCoder.of();
    assertEquals(
        2,
        check(
            plan("old.json", keeping("Keep", new ValueFn<>(VarIntCoder.of()))),
            plan("new.json", keeping("Keep", fixed, new ValueFn<>(VarIntCoder.of())))));
    assertTrue(
        out.toString()
            .contains(
                "refused   'Keep/ParMultiDo(Value)': key of state 'timers', 'x': was written with coder"
                    + " beam:coder:varint:v1, is read with coder"
                    + " org.apache.beam.sdk.coders.BigEndianLongCoder"),
        out.toString());
  }

  @Test
  void otherWindowsAreRefused() {
    assertEquals(
        2,
        check(
            plan("old.json", keeping("Keep", new ValueFn<>(VarLongCoder.of()))),
            plan(
                "new.json",
                pipeline ->
                    pipeline
                        .apply(
                            "Numbers",
                            Create.of(KV.of(1L, 2L))
                                .withCoder(KvCoder.of(VarLongCoder.of(), VarLongCoder.of())))
                        .apply(Window.into(FixedWindows.of(Duration.millis(10))))
                        .apply("Keep", ParDo.of(new ValueFn<>(VarLongCoder.of()))))));
    assertTrue(
        out.toString()
            .contains(
                "refused   'Keep/ParMultiDo(Value)': state 'x' (value): windows, was written with"
                    + " coder beam:coder:global_window:v1, is read with coder"
                    + " beam:coder:interval_window:v1\n"),
        out.toString());
  }

  @Test
  void anotherMaximumParallelismIsRefused() {
    assertEquals(
        2,
        check(
            plan("old.json", keeping("Keep", new ValueFn<>(VarIntCoder.of()))),
            plan(
                "new.json",
                keeping("Keep", new ValueFn<>(VarIntCoder.of())),
                "--maxParallelism=7")));
    assertTrue(out.toString().contains("maximum parallelism: was 1024, is now 7"), out.toString());
  }

  @Test
  void aSavepointOfAnotherPipelineIsDropped() {
    assertEquals(
        1,
        check(
            SavepointFixture.SAVEPOINT,
            plan("new.json", keeping("Keep", new ValueFn<>(VarLongCoder.of())))));
    assertTrue(
        out.toString().contains("dropped   'States/ParMultiDo(States)': state 'ordered' (map)"),
        out.toString());
  }

  @Test
  void argumentsThatAreMissingAreNamed() {
    assertEquals(
        3, UpgradeCheckCommand.run(new PrintWriter(out, true), new PrintWriter(err, true)));
    assertTrue(err.toString().contains("Missing required parameters"), err.toString());
    assertTrue(err.toString().contains("Usage: upgrade-check"), err.toString());
    assertEquals("", out.toString());
  }

  @Test
  void whatCannotBeReadIsSaid() throws IOException {
    Path plan = plan("plan.json", keeping("Keep", new ValueFn<>(VarLongCoder.of())));
    Path other = Files.writeString(directory.resolve("other.json"), "{}");
    assertEquals(3, check(plan, other));
    Path later = Files.writeString(directory.resolve("later.json"), "{\"formatVersion\": 7}");
    assertEquals(3, check(plan, later));
    assertEquals(3, check(directory.resolve("missing"), plan));
    Path savepoint = Files.createDirectory(directory.resolve("savepoint"));
    Files.writeString(savepoint.resolve("_metadata"), "?");
    assertEquals(3, check(savepoint, plan));
    String said = err.toString();
    assertTrue(said.contains(other + " is no plan: it has no field formatVersion"), said);
    assertTrue(
        said.contains(later + " is a plan of format version 7, this runner reads version 1"), said);
    assertTrue(said.contains("missing is no savepoint that can be read"), said);
    assertTrue(said.contains("_metadata that is damaged or incomplete"), said);
  }

  private static final class ValueFn<T> extends DoFn<KV<Long, Long>, Void> {
    private static final long serialVersionUID = 1L;

    @StateId("x")
    private final StateSpec<ValueState<T>> spec;

    ValueFn(Coder<T> coder) {
      this.spec = StateSpecs.value(coder);
    }

    @ProcessElement
    public void process(@StateId("x") ValueState<T> state) {
      state.clear();
    }
  }

  /** A release of a DoFn with timers. */
  private static final class Older {
    static final class KeepFn extends DoFn<KV<Long, Long>, Void> {
      private static final long serialVersionUID = 1L;

      @StateId("a")
      private final StateSpec<ValueState<Long>> spec = StateSpecs.value(VarLongCoder.of());

      @TimerId("end")
      private final TimerSpec end = TimerSpecs.timer(TimeDomain.EVENT_TIME);

      @TimerId("flush")
      private final TimerSpec flush = TimerSpecs.timer(TimeDomain.PROCESSING_TIME);

      @TimerId("soon")
      private final TimerSpec soon = TimerSpecs.timer(TimeDomain.PROCESSING_TIME);

      @TimerFamily("many")
      private final TimerSpec many = TimerSpecs.timerMap(TimeDomain.EVENT_TIME);

      @ProcessElement
      public void process() {}

      @OnTimer("end")
      public void end() {}

      @OnTimer("flush")
      public void flush() {}

      @OnTimer("soon")
      public void soon() {}

      @OnTimerFamily("many")
      public void many() {}
    }
  }

  /** The next release of it. */
  private static final class Newer {
    static final class KeepFn extends DoFn<KV<Long, Long>, Void> {
      private static final long serialVersionUID = 1L;

      @StateId("b")
      private final StateSpec<ValueState<Long>> spec = StateSpecs.value(VarLongCoder.of());

      @TimerId("end")
      private final TimerSpec end = TimerSpecs.timer(TimeDomain.EVENT_TIME);

      @TimerId("soon")
      private final TimerSpec soon = TimerSpecs.timer(TimeDomain.EVENT_TIME);

      @TimerFamily("more")
      private final TimerSpec more = TimerSpecs.timerMap(TimeDomain.EVENT_TIME);

      @ProcessElement
      public void process() {}

      @OnTimer("end")
      public void end() {}

      @OnTimer("soon")
      public void soon() {}

      @OnTimerFamily("more")
      public void more() {}
    }
  }

  /** Another release of the same DoFn. */
  private static final class Bags {
    static final class ValueFn extends DoFn<KV<Long, Long>, Void> {
      private static final long serialVersionUID = 1L;

      @StateId("x")
      private final StateSpec<BagState<Long>> spec = StateSpecs.bag(VarLongCoder.of());

      @ProcessElement
      public void process(@StateId("x") BagState<Long> state) {
        state.clear();
      }
    }
  }
}

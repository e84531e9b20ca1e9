package dev.beamflink.runner.upgrade;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.beamflink.runner.savepoint.GatedNumbers;
import dev.beamflink.runner.savepoint.Journal;
import dev.beamflink.runner.savepoint.SavepointCluster;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult.State;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Filter;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.apache.flink.core.execution.SavepointFormatType;
import org.joda.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A pipeline that has changed goes on with the state of all transforms that it still has. */
class StateIdentityITCase {

  private static final int HALF = 60;
  private static final int END = (int) GatedNumbers.END;

  @TempDir private Path directory;

  private SavepointCluster cluster;

  @BeforeEach
  void start() throws Exception {
    cluster = new SavepointCluster();
    Journal.clear();
  }

  @AfterEach
  void end() {
    cluster.close();
  }

  /** Changes of a pipeline, each with what it puts out for the n-th element. */
  private enum Change {
    NONE(StateIdentityITCase::original, "count "),
    CODE_OF_THE_DOFN(StateIdentityITCase::otherCode, "counted "),
    STATELESS_TRANSFORMS_ADDED(StateIdentityITCase::added, "count "),
    OTHERS_REMOVED(StateIdentityITCase::removed, "count "),
    ANOTHER_FUSION(StateIdentityITCase::exchanged, "count "),
    ANOTHER_STATEFUL_TRANSFORM(StateIdentityITCase::anotherStateful, "count ");

    private final Consumer<Pipeline> builder;
    private final String prefix;

    Change(Consumer<Pipeline> builder, String prefix) {
      this.builder = builder;
      this.prefix = prefix;
    }
  }

  @ParameterizedTest
  @EnumSource
  void stateGoesOn(Change change) throws Exception {
    GatedNumbers.open(HALF);
    cluster.start(StateIdentityITCase::original);
    cluster.await(() -> Journal.count("count ") == HALF && Journal.count("late ") == HALF);
    String savepoint = cluster.stop(directory, SavepointFormatType.CANONICAL);
    assertEquals(numbered("count ", 1, HALF), entries("count "));
    Journal.clear();

    GatedNumbers.open(END);
    assertEquals(
        State.DONE,
        cluster.start(change.builder, "--savepointPath=" + savepoint).waitUntilFinish());
    assertEquals(numbered(change.prefix, HALF + 1, END), entries(change.prefix));
  }

  private static List<String> entries(String prefix) {
    return Journal.entries().stream().filter(entry -> entry.startsWith(prefix)).toList();
  }

  private static List<String> numbered(String prefix, int from, int to) {
    return LongStream.rangeClosed(from, to).mapToObj(n -> prefix + n).sorted().toList();
  }

  private static PCollection<KV<String, Long>> keyed(PCollection<Long> numbers) {
    return numbers.apply(
        "Keys", WithKeys.<String, Long>of("all").withKeyType(TypeDescriptors.strings()));
  }

  private static PCollection<Long> numbers(Pipeline pipeline) {
    return pipeline.apply("Numbers", GatedNumbers.read());
  }

  private static void original(Pipeline pipeline) {
    PCollection<KV<String, Long>> keyed = keyed(numbers(pipeline).apply("Same", same()));
    keyed
        .apply("Count", ParDo.of(new V1.Count()))
        .apply("Write", ParDo.of(new Journal.WriteFn<>("count")));
    keyed.apply("Late", ParDo.of(new Journal.WriteFn<>("late")));
  }

  private static ParDo.SingleOutput<Long, Long> same() {
    return ParDo.of(new SameFn());
  }

  private static void otherCode(Pipeline pipeline) {
    keyed(numbers(pipeline).apply("Same", same()))
        .apply("Count", ParDo.of(new V2.Count()))
        .apply("Write", ParDo.of(new Journal.WriteFn<>("counted")));
  }

  private static void added(Pipeline pipeline) {
    keyed(
            numbers(pipeline)
                .apply("Before", ParDo.of(new SameFn()))
                .apply("Same", same())
                .apply("All", Filter.greaterThanEq(0L)))
        .apply("Count", ParDo.of(new V1.Count()))
        .apply("After", same())
        .apply("Write", ParDo.of(new Journal.WriteFn<>("count")));
  }

  private static void removed(Pipeline pipeline) {
    keyed(numbers(pipeline))
        .apply("Count", ParDo.of(new V1.Count()))
        .apply("Write", ParDo.of(new Journal.WriteFn<>("count")));
  }

  /** What was one stage is two, and what were two are one. */
  private static void exchanged(Pipeline pipeline) {
    keyed(numbers(pipeline).apply("Same", same()).apply("Shuffle", Reshuffle.viaRandomKey()))
        .apply("Count", ParDo.of(new V1.Count()))
        .apply("Shuffle2", Reshuffle.viaRandomKey())
        .apply("Write", ParDo.of(new Journal.WriteFn<>("count")));
  }

  private static void anotherStateful(Pipeline pipeline) {
    PCollection<KV<String, Long>> keyed = keyed(numbers(pipeline).apply("Same", same()));
    keyed
        .apply("Count", ParDo.of(new V1.Count()))
        .apply("Write", ParDo.of(new Journal.WriteFn<>("count")));
    keyed
        .apply("Windows", Window.into(FixedWindows.of(Duration.millis(10))))
        .apply("More", ParDo.of(new V1.Count()))
        .apply("WriteMore", ParDo.of(new Journal.WriteFn<>("more")));
  }

  private static final class SameFn extends DoFn<Long, Long> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(@Element Long number, OutputReceiver<Long> out) {
      out.output(number);
    }
  }

  /** The code of a release. */
  private static final class V1 {
    static final class Count extends DoFn<KV<String, Long>, Long> {
      private static final long serialVersionUID = 1L;

      @StateId("count")
      private final StateSpec<ValueState<Long>> spec = StateSpecs.value(VarLongCoder.of());

      @ProcessElement
      public void process(@StateId("count") ValueState<Long> count, OutputReceiver<Long> out) {
        Long before = count.read();
        long now = before == null ? 1 : before + 1;
        count.write(now);
        out.output(now);
      }
    }
  }

  /** The code of the next one: other fields, another state beside, other methods. */
  private static final class V2 {
    static final class Count extends DoFn<KV<String, Long>, Long> {
      private static final long serialVersionUID = 2L;

      private final String unused = "of the new release";

      @StateId("last")
      private final StateSpec<ValueState<KV<Long, Long>>> last =
          StateSpecs.value(KvCoder.of(VarLongCoder.of(), VarLongCoder.of()));

      @StateId("count")
      private final StateSpec<ValueState<Long>> count = StateSpecs.value(VarLongCoder.of());

      @ProcessElement
      public void process(
          @Element KV<String, Long> element,
          @StateId("last") ValueState<KV<Long, Long>> last,
          @AlwaysFetched @StateId("count") ValueState<Long> count,
          OutputReceiver<Long> out) {
        last.write(KV.of(element.getValue(), (long) unused.length()));
        Long before = count.read();
        count.write(before == null ? 1 : before + 1);
        out.output(before == null ? 1 : before + 1);
      }
    }
  }
}

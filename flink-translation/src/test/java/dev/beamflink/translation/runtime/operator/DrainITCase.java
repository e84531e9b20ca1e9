package dev.beamflink.translation.runtime.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.beamflink.model.GraphPlanner;
import dev.beamflink.model.fuse.PlanMode;
import dev.beamflink.translation.runtime.options.DeferredOptions;
import dev.beamflink.translation.testkit.Journal;
import dev.beamflink.translation.testkit.TestCluster;
import dev.beamflink.translation.translate.PipelineTranslator;
import dev.beamflink.translation.translate.TranslationSettings;
import java.nio.file.Path;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.io.GenerateSequence;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.Impulse;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Redistribute;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.util.construction.PipelineTranslation;
import org.apache.beam.sdk.values.CausedByDrain;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.TimestampedValue;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a drain makes of timers that would fire in an hour, and of the groups behind them. */
@Timeout(120)
class DrainITCase {

  private static TestCluster cluster;

  private final Journal journal = Journal.create();

  @TempDir private Path savepoints;

  @BeforeAll
  static void startCluster() throws Exception {
    cluster = new TestCluster();
  }

  @AfterAll
  static void stopCluster() throws Exception {
    cluster.close();
  }

  @Test
  void drainEmitsWhatTimersHoldBack() throws Exception {
    JobID job = cluster.submit(job());
    TestCluster.await("elements", () -> journal.count("buffered") == 3);
    cluster.stop(job, true, savepoints);
    assertEquals(JobStatus.FINISHED, cluster.status(job));
    assertEquals(1, journal.count("group of 3"), journal.entries().toString());
  }

  @Test
  void timersOfAStoppedJobAreThereWhenTheNextOneDrains() throws Exception {
    JobID job = cluster.submit(job());
    TestCluster.await("elements", () -> journal.count("buffered") == 3);
    String savepoint = cluster.stop(job, false, savepoints);
    assertEquals(0, journal.count("group of 3"), journal.entries().toString());
    job = cluster.submitFrom(savepoint, job());
    cluster.awaitRunning(job);
    cluster.stop(job, true, savepoints);
    assertEquals(1, journal.count("group of 3"), journal.entries().toString());
    assertEquals(3, journal.count("buffered"), journal.entries().toString());
  }

  /** Beside the source that is read on, one has come to its end before. */
  @Test
  void whatADrainFiresSaysSo() throws Exception {
    JobID job = cluster.submit(job(unending(), ended()));
    TestCluster.await("all elements", () -> journal.count("timers set") >= 3);
    assertEquals(List.of(), causes(), "nothing is due before");
    cluster.stop(job, true, savepoints);
    assertEquals(JobStatus.FINISHED, cluster.status(job));
    assertEquals(
        List.of(
            "clock CAUSED_BY_DRAIN",
            "expired CAUSED_BY_DRAIN",
            "group CAUSED_BY_DRAIN",
            "timer CAUSED_BY_DRAIN"),
        causes());
  }

  @Test
  void whatEndsByItselfSaysNothingOfADrain() throws Exception {
    JobID job = cluster.submit(job(ended(), ended()));
    cluster.awaitEnd(job);
    assertEquals(List.of("expired NORMAL", "group NORMAL", "timer NORMAL"), causes());
  }

  private List<String> causes() {
    return journal.entries().stream()
        .filter(entry -> entry.contains("NORMAL") || entry.contains("DRAIN"))
        .distinct()
        .sorted()
        .toList();
  }

  /** One element every 20 ms, all in the first hour. */
  private static PTransform<PBegin, PCollection<Long>> unending() {
    return GenerateSequence.from(0)
        .withRate(1, Duration.millis(20))
        .withTimestampFn(number -> new Instant(0));
  }

  private static PTransform<PBegin, PCollection<Long>> ended() {
    return Create.timestamped(TimestampedValue.of(-1L, new Instant(0)));
  }

  private StreamExecutionEnvironment job(
      PTransform<PBegin, PCollection<Long>> one, PTransform<PBegin, PCollection<Long>> other) {
    Pipeline pipeline = Pipeline.create();
    PCollection<KV<Integer, Long>> elements =
        PCollectionList.of(pipeline.apply("One", one))
            .and(pipeline.apply("Other", other))
            .apply("Both", Flatten.pCollections())
            .apply("Hours", Window.into(FixedWindows.of(Duration.standardHours(1))))
            .apply("Keys", WithKeys.<Integer, Long>of(0).withKeyType(TypeDescriptors.integers()));
    elements
        .apply("Group", GroupByKey.create())
        .apply("Write groups down", ParDo.of(new WriteCauseDown<>(journal, "group")));
    elements
        .apply("Timers", ParDo.of(new Timers(journal)))
        .setCoder(StringUtf8Coder.of())
        .apply("Exchange", Redistribute.arbitrarily())
        .apply("Write timers down", ParDo.of(new WriteCauseDown<>(journal, "")));
    return translated(pipeline);
  }

  private StreamExecutionEnvironment job() {
    Pipeline pipeline = Pipeline.create();
    pipeline
        .apply("Impulse", Impulse.create())
        .apply("Three", ParDo.of(new Three()))
        .setCoder(KvCoder.of(VarIntCoder.of(), VarIntCoder.of()))
        .apply("Buffer", ParDo.of(new Buffer(journal)))
        .setCoder(KvCoder.of(VarIntCoder.of(), VarIntCoder.of()))
        .apply("Group", GroupByKey.create())
        .apply("Write down", ParDo.of(new WriteDown(journal)));
    return translated(pipeline);
  }

  private static StreamExecutionEnvironment translated(Pipeline pipeline) {
    StreamExecutionEnvironment environment = TestCluster.streaming(2, new Configuration());
    PipelineTranslator.translate(
        GraphPlanner.plan(PipelineTranslation.toProto(pipeline), PlanMode.STREAMING),
        environment,
        new TranslationSettings(
            PlanMode.STREAMING,
            2,
            new BundleLimits(1000, 1000),
            DeferredOptions.of(pipeline.getOptions())));
    return environment;
  }

  private static final class Three extends DoFn<byte[], KV<Integer, Integer>> {
    @ProcessElement
    public void process(OutputReceiver<KV<Integer, Integer>> out) {
      for (int i = 0; i < 3; i++) {
        out.output(KV.of(i, i));
      }
    }
  }

  private static final class Buffer extends DoFn<KV<Integer, Integer>, KV<Integer, Integer>> {
    @StateId("value")
    private final StateSpec<ValueState<Integer>> valueSpec = StateSpecs.value(VarIntCoder.of());

    @TimerId("flush")
    private final TimerSpec flushSpec = TimerSpecs.timer(TimeDomain.PROCESSING_TIME);

    private final Journal journal;

    Buffer(Journal journal) {
      this.journal = journal;
    }

    @ProcessElement
    public void process(
        @Element KV<Integer, Integer> element,
        @StateId("value") ValueState<Integer> value,
        @TimerId("flush") Timer flush) {
      value.write(element.getValue());
      flush.offset(Duration.standardHours(1)).setRelative();
      journal.write("buffered");
    }

    @OnTimer("flush")
    public void flush(
        @StateId("value") ValueState<Integer> value, OutputReceiver<KV<Integer, Integer>> out) {
      out.output(KV.of(0, value.read()));
    }
  }

  /** Sets a timer for the end of the window, and one by the clock. */
  private static final class Timers extends DoFn<KV<Integer, Long>, String> {
    @TimerId("end")
    private final TimerSpec endSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

    @TimerId("clock")
    private final TimerSpec clockSpec = TimerSpecs.timer(TimeDomain.PROCESSING_TIME);

    private final Journal journal;

    Timers(Journal journal) {
      this.journal = journal;
    }

    @ProcessElement
    public void process(
        BoundedWindow window, @TimerId("end") Timer end, @TimerId("clock") Timer clock) {
      end.set(window.maxTimestamp());
      clock.offset(Duration.standardHours(1)).setRelative();
      journal.write("timers set");
    }

    @OnTimer("end")
    public void end(OutputReceiver<String> out) {
      out.output("timer");
    }

    @OnTimer("clock")
    public void clock(OutputReceiver<String> out) {
      out.output("clock");
    }

    @OnWindowExpiration
    public void expired(OutputReceiver<String> out) {
      out.output("expired");
    }
  }

  private static final class WriteCauseDown<T> extends DoFn<T, Void> {
    private final Journal journal;
    private final String what;

    WriteCauseDown(Journal journal, String what) {
      this.journal = journal;
      this.what = what;
    }

    @ProcessElement
    public void process(@Element T element, CausedByDrain cause) {
      journal.write((what.isEmpty() ? element : what) + " " + cause);
    }
  }

  private static final class WriteDown extends DoFn<KV<Integer, Iterable<Integer>>, Void> {
    private final Journal journal;

    WriteDown(Journal journal) {
      this.journal = journal;
    }

    @ProcessElement
    public void process(@Element KV<Integer, Iterable<Integer>> group) {
      int size = 0;
      for (Integer unused : group.getValue()) {
        size++;
      }
      journal.write("group of " + size);
    }
  }
}

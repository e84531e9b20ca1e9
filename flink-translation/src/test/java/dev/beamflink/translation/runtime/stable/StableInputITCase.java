package dev.beamflink.translation.runtime.stable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.model.GraphPlanner;
import dev.beamflink.model.fuse.PlanMode;
import dev.beamflink.model.problem.InvalidPipelineException;
import dev.beamflink.model.problem.Problem;
import dev.beamflink.translation.runtime.operator.BundleLimits;
import dev.beamflink.translation.runtime.options.DeferredOptions;
import dev.beamflink.translation.testkit.Journal;
import dev.beamflink.translation.testkit.NumbersFn;
import dev.beamflink.translation.testkit.TestCluster;
import dev.beamflink.translation.translate.PipelineTranslator;
import dev.beamflink.translation.translate.TranslationSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Impulse;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.util.construction.PipelineTranslation;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A DoFn with stable input behind one that is different each time: it pairs every number with a
 * random tag.
 */
@Timeout(120)
class StableInputITCase {

  private static final int COUNT = 2_000;

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

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void numberKeepsItsTagAfterAFailure(boolean keyed) throws Exception {
    cluster.awaitEnd(cluster.submit(streaming(stable(keyed, true), COUNT)));
    assertEveryNumberHasOneTag();
    assertEquals(1, journal.count("fail"));
    assertTrue(tags().size() < numberOfCalls(), "no number came twice, so this proves nothing");
  }

  @Test
  void jobEndsByItselfWhenNothingIsLeft() throws Exception {
    cluster.awaitEnd(cluster.submit(streaming(stable(false, false), COUNT)));
    assertEveryNumberHasOneTag();
    assertEquals(COUNT, numberOfCalls());
  }

  @Test
  void drainPassesAllOn() throws Exception {
    JobID job = cluster.submit(streaming(stable(false, false), 10 * COUNT));
    TestCluster.await("first element", () -> !journal.entries().isEmpty());
    cluster.stop(job, true, savepoints);
    assertEquals(JobStatus.FINISHED, cluster.status(job));
    assertEquals(10 * COUNT, tags().size());
    assertEquals(10 * COUNT, numberOfCalls());
  }

  @Test
  void stopAndRestoreLosesAndDoublesNothing() throws Exception {
    JobID job = cluster.submit(streaming(stable(false, false), 10 * COUNT));
    TestCluster.await("first element", () -> !journal.entries().isEmpty());
    String savepoint = cluster.stop(job, false, savepoints);
    assertTrue(tags().size() < 10 * COUNT, "nothing was left, so this proves nothing");
    cluster.awaitEnd(cluster.submitFrom(savepoint, streaming(stable(false, false), 10 * COUNT)));
    assertEquals(10 * COUNT, tags().size());
    assertEquals(10 * COUNT, numberOfCalls());
  }

  /** Sinks that write in transactions would leave one open, and their client useless. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void callIsNotInterruptedWhenTheJobIsCancelled(boolean keyed) throws Exception {
    JobID job =
        cluster.submit(streaming(keyed ? new KeyedWaiting(journal) : new Waiting(journal), COUNT));
    TestCluster.await("first call", () -> !journal.entries().isEmpty());
    cluster.cancel(job);
    assertEquals(JobStatus.CANCELED, cluster.status(job));
    assertEquals(0, journal.count("interrupted"));
    assertEquals(journal.count("begin"), journal.count("end"));
  }

  @Test
  void batchTakesEveryNumberOnce() throws Exception {
    StreamExecutionEnvironment environment = TestCluster.streaming(2, new Configuration());
    environment.setRuntimeMode(RuntimeExecutionMode.BATCH);
    translate(environment, PlanMode.BATCH, stable(false, false), COUNT);
    cluster.awaitEnd(cluster.submit(environment));
    assertEveryNumberHasOneTag();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void isRefusedInStreamingWithoutCheckpoints(boolean keyed) {
    StreamExecutionEnvironment environment = TestCluster.streaming(2, new Configuration());
    InvalidPipelineException refused =
        assertThrows(
            InvalidPipelineException.class,
            () -> translate(environment, PlanMode.STREAMING, stable(keyed, false), COUNT));
    assertEquals(
        "Transform 'Stable/ParMultiDo(%s)' (beam:transform:pardo:v1) asks for stable input"
                .formatted(keyed ? "KeyedStable" : "Stable")
            + " (@RequiresStableInput), which a streaming job has from its checkpoints, but the job"
            + " takes none. Set --checkpointingInterval.",
        refused.getMessage());
  }

  @Test
  void allThatAreRefusedAreNamedAtOnce() {
    Pipeline pipeline = Pipeline.create();
    PCollection<KV<Long, String>> pairs =
        pipeline
            .apply("Impulse", Impulse.create())
            .apply("Count", MapElements.into(TypeDescriptors.longs()).via(unused -> 1L))
            .apply("Tag", ParDo.of(new Tag()))
            .setCoder(KvCoder.of(VarLongCoder.of(), StringUtf8Coder.of()));
    pairs.apply("First", ParDo.of(stable(false, false)));
    pairs.apply("Second", ParDo.of(stable(true, false)));
    StreamExecutionEnvironment environment = TestCluster.streaming(2, new Configuration());
    InvalidPipelineException refused =
        assertThrows(
            InvalidPipelineException.class,
            () -> translate(environment, PlanMode.STREAMING, pipeline));
    assertEquals(
        List.of(
            "Transform 'First/ParMultiDo(Stable)' (beam:transform:pardo:v1)",
            "Transform 'Second/ParMultiDo(KeyedStable)' (beam:transform:pardo:v1)"),
        refused.problems().stream().map(Problem::where).toList());
  }

  @Test
  void isRefusedBesideATestStream() {
    Pipeline pipeline = Pipeline.create();
    pipeline
        .apply(
            "Pairs",
            TestStream.create(KvCoder.of(VarLongCoder.of(), StringUtf8Coder.of()))
                .advanceWatermarkToInfinity())
        .apply("Stable", ParDo.of(stable(false, false)));
    StreamExecutionEnvironment environment = TestCluster.streaming(2, new Configuration());
    environment.enableCheckpointing(10);
    InvalidPipelineException refused =
        assertThrows(
            InvalidPipelineException.class,
            () -> translate(environment, PlanMode.STREAMING, pipeline));
    assertEquals(
        "Transform 'Stable/ParMultiDo(Stable)' (beam:transform:pardo:v1) asks for stable input"
            + " (@RequiresStableInput), which a streaming job has from its checkpoints, but the"
            + " steps of the pipeline's TestStream wait for none. Test the transform with other"
            + " sources and --checkpointingInterval.",
        refused.getMessage());
  }

  private DoFn<KV<Long, String>, Void> stable(boolean keyed, boolean failsOnce) {
    return keyed ? new KeyedStable(journal, failsOnce) : new Stable(journal, failsOnce);
  }

  private static StreamExecutionEnvironment streaming(
      DoFn<KV<Long, String>, Void> stable, long count) {
    Configuration configuration = new Configuration();
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ZERO);
    StreamExecutionEnvironment environment = TestCluster.streaming(2, configuration);
    environment.enableCheckpointing(10);
    translate(environment, PlanMode.STREAMING, stable, count);
    return environment;
  }

  private static void translate(
      StreamExecutionEnvironment environment,
      PlanMode mode,
      DoFn<KV<Long, String>, Void> stable,
      long count) {
    Pipeline pipeline = Pipeline.create();
    pipeline
        .apply("Impulse", Impulse.create())
        .apply("Count", MapElements.into(TypeDescriptors.longs()).via(unused -> count))
        .apply("Numbers", ParDo.of(NumbersFn.bounded(50)))
        .setCoder(VarLongCoder.of())
        .apply("Tag", ParDo.of(new Tag()))
        .setCoder(KvCoder.of(VarLongCoder.of(), StringUtf8Coder.of()))
        .apply("Stable", ParDo.of(stable));
    translate(environment, mode, pipeline);
  }

  private static void translate(
      StreamExecutionEnvironment environment, PlanMode mode, Pipeline pipeline) {
    PipelineTranslator.translate(
        GraphPlanner.plan(PipelineTranslation.toProto(pipeline), mode),
        environment,
        new TranslationSettings(
            mode,
            environment.getParallelism(),
            new BundleLimits(1000, 1000),
            DeferredOptions.of(pipeline.getOptions())));
  }

  private Map<String, Set<String>> tags() {
    Map<String, Set<String>> tags = new HashMap<>();
    for (String entry : journal.entries()) {
      String[] words = entry.split(" ", -1);
      if (words.length == 2) {
        tags.computeIfAbsent(words[0], number -> new HashSet<>()).add(words[1]);
      }
    }
    return tags;
  }

  private long numberOfCalls() {
    return journal.entries().stream().filter(entry -> entry.contains(" ")).count();
  }

  private void assertEveryNumberHasOneTag() {
    Map<String, Set<String>> tags = tags();
    assertEquals(COUNT, tags.size());
    tags.forEach((number, some) -> assertEquals(1, some.size(), () -> number + ": " + some));
  }

  private static final class Tag extends DoFn<Long, KV<Long, String>> {
    @ProcessElement
    public void process(@Element Long number, OutputReceiver<KV<Long, String>> out) {
      out.output(KV.of(number, UUID.randomUUID().toString()));
    }
  }

  private abstract static class Writing extends DoFn<KV<Long, String>, Void> {

    private final Journal journal;
    private final boolean failsOnce;

    private Writing(Journal journal, boolean failsOnce) {
      this.journal = journal;
      this.failsOnce = failsOnce;
    }

    final void write(KV<Long, String> element) {
      journal.write(element.getKey() + " " + element.getValue());
      if (failsOnce && element.getKey() == COUNT / 2 && journal.count("fail") == 0) {
        journal.write("fail");
        throw new IllegalStateException("on purpose");
      }
    }
  }

  private static final class Stable extends Writing {

    Stable(Journal journal, boolean failsOnce) {
      super(journal, failsOnce);
    }

    @RequiresStableInput
    @ProcessElement
    public void process(@Element KV<Long, String> element) {
      write(element);
    }
  }

  private static final class KeyedStable extends Writing {

    @StateId("seen")
    private final StateSpec<ValueState<String>> seen = StateSpecs.value(StringUtf8Coder.of());

    KeyedStable(Journal journal, boolean failsOnce) {
      super(journal, failsOnce);
    }

    @RequiresStableInput
    @ProcessElement
    public void process(
        @Element KV<Long, String> element, @StateId("seen") ValueState<String> seen) {
      seen.write(element.getValue());
      write(element);
    }
  }

  /** Is nearly always in a call. */
  private abstract static class Slow extends DoFn<KV<Long, String>, Void> {
    private static final long CALL_MILLIS = 200;

    private final Journal journal;

    private Slow(Journal journal) {
      this.journal = journal;
    }

    final void call() {
      journal.write("begin");
      try {
        new CountDownLatch(1).await(CALL_MILLIS, TimeUnit.MILLISECONDS);
        journal.write("end");
      } catch (InterruptedException e) {
        journal.write("interrupted");
      }
    }
  }

  private static final class Waiting extends Slow {
    Waiting(Journal journal) {
      super(journal);
    }

    @RequiresStableInput
    @ProcessElement
    public void process() {
      call();
    }
  }

  private static final class KeyedWaiting extends Slow {
    @StateId("unused")
    private final StateSpec<ValueState<String>> unused = StateSpecs.value(StringUtf8Coder.of());

    KeyedWaiting(Journal journal) {
      super(journal);
    }

    @RequiresStableInput
    @ProcessElement
    public void process(@StateId("unused") ValueState<String> state) {
      call();
    }
  }
}

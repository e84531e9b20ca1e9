package dev.beamflink.translation.runtime.splittable;

import static dev.beamflink.translation.runtime.splittable.WholeFn.Failing.NOBODY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.model.GraphPlanner;
import dev.beamflink.model.fuse.PlanMode;
import dev.beamflink.translation.runtime.operator.BundleLimits;
import dev.beamflink.translation.runtime.options.DeferredOptions;
import dev.beamflink.translation.testkit.Journal;
import dev.beamflink.translation.testkit.NumbersFn;
import dev.beamflink.translation.testkit.OnceCheckOperator;
import dev.beamflink.translation.testkit.SlowOperator;
import dev.beamflink.translation.testkit.TestCluster;
import dev.beamflink.translation.translate.PipelineTranslator;
import dev.beamflink.translation.translate.TranslationSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.Impulse;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.util.construction.PipelineTranslation;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Impulse and a splittable DoFn behind it, on a cluster. */
@Timeout(120)
class SplittableITCase {

  private static final int COUNT = 20_000;
  private static final long SLOW = TimeUnit.MICROSECONDS.toNanos(100);

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

  private enum Kind {
    BOUNDED {
      @Override
      DoFn<Long, Long> fn() {
        return NumbersFn.bounded();
      }
    },
    BOUNDED_WITH_DELAYS {
      @Override
      DoFn<Long, Long> fn() {
        return NumbersFn.bounded(500);
      }
    },
    UNBOUNDED {
      @Override
      DoFn<Long, Long> fn() {
        return NumbersFn.unbounded(Long.MAX_VALUE);
      }
    },
    UNBOUNDED_WITH_DELAYS {
      @Override
      DoFn<Long, Long> fn() {
        return NumbersFn.unbounded(500);
      }
    };

    abstract DoFn<Long, Long> fn();
  }

  private static StreamExecutionEnvironment streaming(int parallelism) {
    Configuration configuration = new Configuration();
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ZERO);
    StreamExecutionEnvironment environment = TestCluster.streaming(parallelism, configuration);
    environment.enableCheckpointing(10);
    return environment;
  }

  /** One failure of a task and one of all of the job are no end. */
  private static StreamExecutionEnvironment batch(int parallelism) {
    Configuration configuration = new Configuration();
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ZERO);
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 2);
    StreamExecutionEnvironment environment = TestCluster.streaming(parallelism, configuration);
    environment.setRuntimeMode(RuntimeExecutionMode.BATCH);
    return environment;
  }

  /** The numbers, checked one by one behind the stage that makes them. */
  private StreamExecutionEnvironment job(
      StreamExecutionEnvironment environment,
      PlanMode mode,
      DoFn<Long, Long> fn,
      long count,
      boolean failsOnce,
      long slownessNanos) {
    return job(environment, mode, none -> ParDo.of(fn), count, failsOnce, slownessNanos);
  }

  /**
   * @param parDo makes what makes the numbers, perhaps from something else in the pipeline, too
   */
  private StreamExecutionEnvironment job(
      StreamExecutionEnvironment environment,
      PlanMode mode,
      Function<Pipeline, ParDo.SingleOutput<Long, Long>> parDo,
      long count,
      boolean failsOnce,
      long slownessNanos) {
    Pipeline pipeline = Pipeline.create();
    PCollection<Long> numbers =
        pipeline
            .apply("Impulse", Impulse.create())
            .apply("Count", MapElements.into(TypeDescriptors.longs()).via(unused -> count))
            .apply("Numbers", parDo.apply(pipeline))
            .setCoder(VarLongCoder.of());
    // Ends the stage, so that its output leaves it.
    PCollectionList.of(numbers).and(numbers).apply("Twice", Flatten.pCollections());
    PipelineTranslator.translate(
        GraphPlanner.plan(PipelineTranslation.toProto(pipeline), mode),
        environment,
        new TranslationSettings(
            mode,
            environment.getParallelism(),
            new BundleLimits(1000, 1000),
            DeferredOptions.of(pipeline.getOptions())));
    numbers(environment)
        .transform("slow", numbers(environment).getType(), new SlowOperator<>(slownessNanos))
        .uid("slow")
        .transform("check", Types.LONG, new OnceCheckOperator(journal, COUNT, failsOnce))
        .uid("check")
        .setParallelism(1)
        .sinkTo(new DiscardingSink<>());
    return environment;
  }

  private StreamExecutionEnvironment job(
      int parallelism, Kind kind, boolean failsOnce, long slownessNanos) {
    return job(
        streaming(parallelism), PlanMode.STREAMING, kind.fn(), COUNT, failsOnce, slownessNanos);
  }

  @SuppressWarnings("unchecked") // the stage makes numbers
  private static DataStream<WindowedValue<Long>> numbers(StreamExecutionEnvironment environment) {
    for (Transformation<?> transformation : environment.getTransformations()) {
      if (transformation.getName().startsWith("Numbers")
          && transformation.getName().endsWith("/Process")) {
        return new DataStream<>(environment, (Transformation<WindowedValue<Long>>) transformation);
      }
    }
    throw new IllegalStateException(environment.getTransformations().toString());
  }

  private void assertAllSeenOnce() {
    assertEquals(1, journal.count("finish after " + COUNT), journal.entries().toString());
  }

  @ParameterizedTest
  @EnumSource(names = {"BOUNDED", "BOUNDED_WITH_DELAYS"})
  void batchRunsToTheEnd(Kind kind) throws Exception {
    cluster.awaitEnd(cluster.submit(job(batch(2), PlanMode.BATCH, kind.fn(), COUNT, false, 0)));
    assertAllSeenOnce();
  }

  @ParameterizedTest
  @EnumSource
  void streamingJobEndsByItselfWhenNothingIsLeft(Kind kind) throws Exception {
    cluster.awaitEnd(cluster.submit(job(2, kind, false, 0)));
    assertAllSeenOnce();
    assertEquals(1, journal.count("last watermark after " + COUNT), journal.entries().toString());
  }

  @ParameterizedTest
  @EnumSource
  void failureLosesAndDoublesNothing(Kind kind) throws Exception {
    cluster.awaitEnd(cluster.submit(job(2, kind, true, SLOW / 4)));
    assertAllSeenOnce();
    assertEquals(1, journal.count("fail"));
    assertEquals(1, journal.count("restored some"), "else this proves nothing");
  }

  @ParameterizedTest
  @EnumSource
  void stopAndRestoreAtOtherParallelismLosesAndDoublesNothing(Kind kind) throws Exception {
    JobID job = cluster.submit(job(2, kind, false, SLOW));
    TestCluster.await("first element", () -> journal.count("first") == 1);
    String savepoint = cluster.stop(job, false, savepoints);
    assertEquals(JobStatus.FINISHED, cluster.status(job));
    job = cluster.submitFrom(savepoint, job(4, kind, false, SLOW));
    cluster.awaitRunning(job);
    savepoint = cluster.stop(job, false, savepoints);
    cluster.awaitEnd(cluster.submitFrom(savepoint, job(1, kind, false, 0)));
    assertAllSeenOnce();
    assertEquals(2, journal.count("restored some"), "else this proves nothing");
  }

  @Test
  void stopReachesWhatNeverEnds() throws Exception {
    JobID job = cluster.submit(endless());
    TestCluster.await("first element", () -> journal.count("first") == 1);
    cluster.stop(job, false, savepoints);
    assertEquals(JobStatus.FINISHED, cluster.status(job));
    assertFalse(
        journal.entries().stream().anyMatch(entry -> entry.startsWith("last watermark")),
        journal.entries().toString());
  }

  /** Only a claim gives the runner a chance to let the barrier through. */
  @Test
  void stopReachesWhatClaimsForeverWithoutOutput() throws Exception {
    JobID job =
        cluster.submit(
            job(streaming(2), PlanMode.STREAMING, new SilentFn(journal), 0, false, SLOW));
    TestCluster.await("first claim", () -> journal.count("claims") >= 1);
    cluster.stop(job, false, savepoints);
    assertEquals(JobStatus.FINISHED, cluster.status(job));
  }

  /** One restriction, which nobody has split before it runs. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void idleSubtaskGetsItsShareOfARunningRestriction(boolean failsOnce) throws Exception {
    cluster.awaitEnd(
        cluster.submit(
            job(streaming(2), PlanMode.STREAMING, whole(NOBODY), COUNT, failsOnce, SLOW / 4)));
    assertAllSeenOnce();
    assertEquals(2, WholeFn.subtasks(journal).size(), journal.entries().toString());
    assertEquals(failsOnce ? 1 : 0, journal.count("restored some"));
  }

  /** The one that has it is in the middle of its input then. */
  @ParameterizedTest
  @EnumSource
  void idleSubtaskGetsItsShareInBatch(WholeFn.Failing failing) throws Exception {
    cluster.awaitEnd(
        cluster.submit(job(batch(2), PlanMode.BATCH, whole(failing), COUNT, false, SLOW / 4)));
    assertAllSeenOnce();
    assertEquals(2, WholeFn.subtasks(journal).size(), journal.entries().toString());
    assertEquals(failing == NOBODY ? 0 : 1, journal.count("fail"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void idleSubtaskGetsItsShareWithASideInput(boolean failsOnce) throws Exception {
    cluster.awaitEnd(
        cluster.submit(
            job(
                streaming(2),
                PlanMode.STREAMING,
                this::wholeWithSideInput,
                COUNT,
                failsOnce,
                SLOW / 4)));
    assertAllSeenOnce();
    assertEquals(2, WholeFn.subtasks(journal).size(), journal.entries().toString());
    assertEquals(failsOnce ? 1 : 0, journal.count("restored some"));
  }

  @Test
  void idleSubtaskGetsItsShareInBatchWithASideInput() throws Exception {
    cluster.awaitEnd(
        cluster.submit(
            job(batch(2), PlanMode.BATCH, this::wholeWithSideInput, COUNT, false, SLOW / 4)));
    assertAllSeenOnce();
    assertEquals(2, WholeFn.subtasks(journal).size(), journal.entries().toString());
  }

  /** Those that are idle must not keep the slots that others need. */
  @Test
  void batchWithMoreSubtasksThanSlotsEnds() throws Exception {
    cluster.awaitEnd(
        cluster.submit(job(batch(6), PlanMode.BATCH, whole(NOBODY), COUNT, false, SLOW / 4)));
    assertAllSeenOnce();
  }

  private WholeFn whole(WholeFn.Failing failing) {
    return new WholeFn(journal, COUNT, failing, null);
  }

  private ParDo.SingleOutput<Long, Long> wholeWithSideInput(Pipeline pipeline) {
    PCollectionView<Long> zero =
        pipeline
            .apply("Side", Impulse.create())
            .apply("Zero", MapElements.into(TypeDescriptors.longs()).via(unused -> 0L))
            .apply("View", View.asSingleton());
    return ParDo.of(new WholeFn(journal, COUNT, NOBODY, zero)).withSideInputs(zero);
  }

  @Test
  void finalizersRunWhileTheRestrictionGoesOn() throws Exception {
    cluster.awaitEnd(
        cluster.submit(
            job(streaming(2), PlanMode.STREAMING, new DurableFn(journal), COUNT, false, 0)));
    assertAllSeenOnce();
  }

  @Test
  void drainEndsWhatNeverEnds() throws Exception {
    JobID job = cluster.submit(endless());
    TestCluster.await("first element", () -> journal.count("first") == 1);
    cluster.stop(job, true, savepoints);
    assertEquals(JobStatus.FINISHED, cluster.status(job));
    assertTrue(
        journal.entries().stream().anyMatch(entry -> entry.startsWith("last watermark")),
        journal.entries().toString());
  }

  private StreamExecutionEnvironment endless() {
    return job(streaming(2), PlanMode.STREAMING, NumbersFn.endless(), 0, false, SLOW);
  }

  @Test
  void drainFinishesWhatIsBounded() throws Exception {
    JobID job = cluster.submit(job(2, Kind.BOUNDED_WITH_DELAYS, false, SLOW / 4));
    TestCluster.await("first element", () -> journal.count("first") == 1);
    cluster.stop(job, true, savepoints);
    assertEquals(JobStatus.FINISHED, cluster.status(job));
    assertAllSeenOnce();
  }
}

package dev.beamflink.translation.runtime.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.translation.runtime.element.CoderTypeInformation;
import dev.beamflink.translation.runtime.element.WindowedValueCoder;
import dev.beamflink.translation.runtime.stage.TransformFailedException;
import dev.beamflink.translation.testkit.Journal;
import dev.beamflink.translation.testkit.OnceCheckOperator;
import dev.beamflink.translation.testkit.SlowOperator;
import dev.beamflink.translation.testkit.TestCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.io.BoundedSource;
import org.apache.beam.sdk.io.CountingSource;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.ExceptionUtils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bounded and unbounded reads on a cluster. */
@Timeout(120)
class ReadITCase {

  private static final int COUNT = 20_000;
  private static final long SLOW = TimeUnit.MICROSECONDS.toNanos(100);
  private static final TypeInformation<WindowedValue<Long>> ELEMENTS =
      CoderTypeInformation.of(
          WindowedValueCoder.of(VarLongCoder.of(), GlobalWindow.Coder.INSTANCE));

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

  @SuppressWarnings("deprecation") // for runners' tests it is fine
  private static Source<WindowedValue<Long>, ?, ?> splittable() {
    return bounded(CountingSource.upTo(COUNT));
  }

  private static Source<WindowedValue<Long>, ?, ?> unsplittable() {
    return bounded(new ListSource(LongStream.range(0, COUNT).boxed().toList(), COUNT / 3));
  }

  private static Source<WindowedValue<Long>, ?, ?> bounded(BoundedSource<Long> source) {
    return new BoundedReadSource<>(Specs.bounded(source, Specs.WHEN_DONE));
  }

  /** Two splits, and one that never has an element. */
  private Source<WindowedValue<Long>, ?, ?> unbounded() {
    List<List<Long>> splits = new ArrayList<>();
    splits.add(LongStream.range(0, COUNT / 3).boxed().toList());
    splits.add(List.of());
    splits.add(LongStream.range(COUNT / 3, COUNT).boxed().toList());
    ScriptedSource source =
        ScriptedSource.of(new ScriptedSource.Script(0, true, true, false, journal), splits);
    return new UnboundedReadSource<>(Specs.unbounded(source, 3, Specs.WHEN_DONE));
  }

  private Source<WindowedValue<Long>, ?, ?> source(String kind) {
    return switch (kind) {
      case "splittable" -> splittable();
      case "unsplittable" -> unsplittable();
      case "unbounded" -> unbounded();
      default -> throw new IllegalArgumentException(kind);
    };
  }

  private static StreamExecutionEnvironment streaming(int parallelism) {
    Configuration configuration = new Configuration();
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ZERO);
    StreamExecutionEnvironment environment = TestCluster.streaming(parallelism, configuration);
    environment.enableCheckpointing(10);
    return environment;
  }

  private StreamExecutionEnvironment job(
      StreamExecutionEnvironment environment,
      Source<WindowedValue<Long>, ?, ?> source,
      boolean failsOnce,
      long slownessNanos) {
    environment
        .fromSource(source, WatermarkStrategy.noWatermarks(), "read", ELEMENTS)
        .uid("read")
        .transform("slow", ELEMENTS, new SlowOperator<>(slownessNanos))
        .uid("slow")
        .transform("check", Types.LONG, new OnceCheckOperator(journal, COUNT, failsOnce))
        .uid("check")
        .setParallelism(1)
        .sinkTo(new DiscardingSink<>());
    return environment;
  }

  private void assertAllSeenOnce() {
    assertEquals(1, journal.count("finish after " + COUNT), journal.entries().toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"splittable", "unsplittable"})
  void readsInBatch(String kind) throws Exception {
    StreamExecutionEnvironment environment = TestCluster.streaming(2, new Configuration());
    environment.setRuntimeMode(RuntimeExecutionMode.BATCH);
    cluster.awaitEnd(cluster.submit(job(environment, source(kind), false, 0)));
    assertAllSeenOnce();
  }

  @ParameterizedTest
  @ValueSource(strings = {"splittable", "unsplittable", "unbounded"})
  void readsInStreaming(String kind) throws Exception {
    cluster.awaitEnd(cluster.submit(job(streaming(2), source(kind), false, 0)));
    assertAllSeenOnce();
    assertTrue(journal.count("last watermark after " + COUNT) > 0, journal.entries().toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"splittable", "unsplittable", "unbounded"})
  void failureLosesAndDoublesNothing(String kind) throws Exception {
    cluster.awaitEnd(cluster.submit(job(streaming(2), source(kind), true, SLOW / 4)));
    assertAllSeenOnce();
    assertEquals(1, journal.count("fail"));
    assertEquals(1, journal.count("restored some"), "else this proves nothing");
  }

  @ParameterizedTest
  @ValueSource(strings = {"splittable", "unsplittable", "unbounded"})
  void savepointRestoredAtOtherParallelismLosesAndDoublesNothing(String kind) throws Exception {
    JobID job = cluster.submit(job(streaming(2), source(kind), false, SLOW));
    TestCluster.await("first element", () -> journal.count("first") == 1);
    String savepoint = cluster.stop(job, false, savepoints);
    job = cluster.submitFrom(savepoint, job(streaming(4), source(kind), false, SLOW));
    cluster.awaitRunning(job);
    savepoint = cluster.stop(job, false, savepoints);
    cluster.awaitEnd(cluster.submitFrom(savepoint, job(streaming(1), source(kind), false, 0)));
    assertAllSeenOnce();
    assertEquals(2, journal.count("restored some"), "else this proves nothing");
  }

  @Test
  void marksAreFinalizedWhenACheckpointCompletes() throws Exception {
    cluster.awaitEnd(cluster.submit(job(streaming(2), source("unbounded"), false, SLOW / 4)));
    String last = "finalize split0 " + COUNT / 3;
    assertTrue(journal.entries().contains(last), journal.entries().toString());
  }

  @Test
  void failureOfUserCodeNamesTheTransform() throws Exception {
    StreamExecutionEnvironment environment = TestCluster.streaming(1, new Configuration());
    FailingSource source = new FailingSource();
    JobID job = cluster.submit(job(environment, bounded(source), false, 0));
    Throwable failure = cluster.awaitFailure(job);
    TransformFailedException named =
        ExceptionUtils.findThrowable(failure, TransformFailedException.class).orElseThrow();
    assertEquals("My/Read", named.transformName());
    assertEquals("disk is gone", named.getCause().getMessage());
  }
}

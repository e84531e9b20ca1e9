package dev.beamflink.translation.runtime.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.translation.runtime.element.CoderTypeInformation;
import dev.beamflink.translation.runtime.element.WindowedValueCoder;
import dev.beamflink.translation.runtime.quiet.QuietSpec;
import dev.beamflink.translation.testkit.Journal;
import dev.beamflink.translation.testkit.TestCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamSource;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.streaming.api.transformations.SourceTransformation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Impulse stays alive while an operator downstream has work left, and not longer. */
@Timeout(120)
class StayingAliveITCase {

  private static final TypeInformation<WindowedValue<byte[]>> ELEMENTS =
      CoderTypeInformation.of(
          WindowedValueCoder.of(ByteArrayCoder.of(), GlobalWindow.Coder.INSTANCE));

  /** Longer than any test: work that never gets done. */
  private static final long NEVER_MILLIS = 3_600_000; // 1 h

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

  private static StreamExecutionEnvironment environment() {
    Configuration configuration = new Configuration();
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ZERO);
    StreamExecutionEnvironment environment = TestCluster.streaming(2, configuration);
    environment.enableCheckpointing(20);
    return environment;
  }

  private static DataStream<WindowedValue<byte[]>> impulse(
      StreamExecutionEnvironment environment, String name, String... waitsFor) {
    return source(environment, impulse(name, waitsFor), name);
  }

  private static ImpulseSource impulse(String name, String... waitsFor) {
    return new ImpulseSource(
        new ReadTransform(name, "beam:transform:impulse:v1"),
        new EndPolicy.WhenDownstreamQuiet(Set.of(waitsFor)));
  }

  private static DataStream<WindowedValue<byte[]>> source(
      StreamExecutionEnvironment environment,
      Source<WindowedValue<byte[]>, ?, ?> source,
      String name) {
    DataStreamSource<WindowedValue<byte[]>> stream =
        environment.fromSource(source, WatermarkStrategy.noWatermarks(), name, ELEMENTS);
    ((SourceTransformation<?, ?, ?>) stream.getTransformation()).setCoordinatorListeningID(name);
    return stream.uid(name);
  }

  private DataStream<WindowedValue<byte[]>> pendingWork(
      DataStream<WindowedValue<byte[]>> input,
      String name,
      long delayMillis,
      boolean failsWhenQuiet,
      String... sources) {
    return input
        .rebalance()
        .transform(
            name,
            ELEMENTS,
            new PendingWorkOperatorFactory<>(
                new QuietSpec(name, List.of(sources)), delayMillis, journal, failsWhenQuiet))
        .uid(name);
  }

  private DataStream<WindowedValue<byte[]>> pendingWork(
      DataStream<WindowedValue<byte[]>> input, String name, long delayMillis, String... sources) {
    return pendingWork(input, name, delayMillis, false, sources);
  }

  private StreamExecutionEnvironment impulseAndWork(long delayMillis) {
    StreamExecutionEnvironment environment = environment();
    pendingWork(impulse(environment, "impulse", "work"), "work", delayMillis, "impulse")
        .sinkTo(new DiscardingSink<>());
    return environment;
  }

  @Test
  void jobEndsByItselfWhenDownstreamIsQuiet() throws Exception {
    cluster.awaitEnd(cluster.submit(impulseAndWork(1000)));
    assertEquals(1, journal.count("element"));
    assertEquals(1, journal.count("worked"));
    assertEquals(2, journal.count("quiet"), "of two subtasks");
    assertTrue(journal.count("checkpoint after input") > 2, journal.entries().toString());
  }

  @Test
  void stopEndsItAtOnceAndRestoringEmitsNoSecondImpulse() throws Exception {
    JobID job = cluster.submit(impulseAndWork(NEVER_MILLIS));
    TestCluster.await("checkpoint", () -> journal.count("checkpoint after input") > 2);
    String savepoint = cluster.stop(job, false, savepoints);
    assertEquals(JobStatus.FINISHED, cluster.status(job));
    assertEquals(0, journal.count("worked"));

    cluster.awaitEnd(cluster.submitFrom(savepoint, impulseAndWork(200)));
    assertEquals(1, journal.count("element"));
    assertEquals(1, journal.count("worked"));
  }

  @Test
  void drainEndsItAtOnce() throws Exception {
    JobID job = cluster.submit(impulseAndWork(NEVER_MILLIS));
    TestCluster.await("last watermark", () -> journal.count("last watermark") == 2);
    cluster.stop(job, true, savepoints);
    assertEquals(JobStatus.FINISHED, cluster.status(job));
    assertEquals(2, journal.count("finish"));
  }

  @Test
  void severalSourcesWaitForTheirOperators() throws Exception {
    StreamExecutionEnvironment environment = environment();
    DataStream<WindowedValue<byte[]>> a = impulse(environment, "a", "short", "long");
    DataStream<WindowedValue<byte[]>> b = impulse(environment, "b", "long");
    DataStream<WindowedValue<byte[]>> worked = pendingWork(a, "short", 10, "a");
    pendingWork(worked.union(b), "long", 500, "a", "b").sinkTo(new DiscardingSink<>());
    cluster.awaitEnd(cluster.submit(environment));
    assertEquals(3, journal.count("worked"));
    assertEquals(4, journal.count("quiet"));
    assertEquals(4, journal.count("finish"));
  }

  @Test
  void subtaskThatFailsAfterItsReportReportsAgain() throws Exception {
    StreamExecutionEnvironment environment = environment();
    pendingWork(impulse(environment, "impulse", "work"), "work", 500, true, "impulse")
        .sinkTo(new DiscardingSink<>());
    cluster.awaitEnd(cluster.submit(environment));
    assertEquals(1, journal.count("fail"));
    assertTrue(journal.count("quiet") >= 3, journal.entries().toString());
    assertEquals(2, journal.count("finish"));
  }

  @Test
  void globalFailureAfterReportsDoesNotEndTheSourcesEarly() throws Exception {
    StreamExecutionEnvironment environment = environment();
    var failing = new GlobalFailureSource<>(impulse("impulse", "work"), journal, "quiet");
    DataStream<WindowedValue<byte[]>> impulse = source(environment, failing, "impulse");
    pendingWork(impulse, "work", 1000, "impulse").sinkTo(new DiscardingSink<>());
    cluster.awaitEnd(cluster.submit(environment));
    assertEquals(1, journal.count("global failure"));
    assertEquals(1, journal.count("element"));
    assertEquals(1, journal.count("worked"));
    assertEquals(3, journal.count("quiet"), journal.entries().toString());
    assertEquals(2, journal.count("finish"));
  }
}

package org.apache.beam.runners.flink;

import static org.apache.beam.runners.flink.Measurements.NAMESPACE;
import static org.apache.beam.runners.flink.Measurements.await;
import static org.apache.beam.runners.flink.Measurements.checkTen;
import static org.apache.beam.runners.flink.Measurements.checkUpTo;
import static org.apache.beam.runners.flink.Measurements.committed;
import static org.apache.beam.runners.flink.Measurements.only;
import static org.apache.beam.runners.flink.Measurements.step;
import static org.apache.beam.sdk.values.TypeDescriptors.kvs;
import static org.apache.beam.sdk.values.TypeDescriptors.longs;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.beam.runners.flink.Measurements.Kind;
import org.apache.beam.runners.flink.Measurements.MeasureFn;
import org.apache.beam.runners.flink.Measurements.NumbersFn;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.io.GenerateSequence;
import org.apache.beam.sdk.io.range.OffsetRange;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.DistributionResult;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricQueryResults;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.transforms.splittabledofn.RestrictionTracker;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Metrics of every kind, by step and name, of running and of finished jobs. */
class MetricsITCase {

  @TempDir private Path directory;

  private static Pipeline pipeline(String runner, String... more) {
    List<String> arguments = new ArrayList<>(List.of("--runner=" + runner));
    arguments.addAll(List.of(more));
    if (arguments.stream().noneMatch(argument -> argument.startsWith("--parallelism"))) {
      arguments.add("--parallelism=2");
    }
    return Pipeline.create(
        PipelineOptionsFactory.fromArgs(arguments.toArray(String[]::new)).create());
  }

  /** TaskManagers send metrics with their heartbeats. */
  private Pipeline pipelineWithFastHeartbeats(String... more) throws IOException {
    Files.writeString(directory.resolve("config.yaml"), "heartbeat.interval: 100");
    List<String> arguments = new ArrayList<>(List.of(more));
    arguments.add("--flinkConfDir=" + directory);
    return pipeline("FlinkRunner", arguments.toArray(String[]::new));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void finishedJobHasAttemptedAndCommittedValues(boolean streaming) {
    Pipeline pipeline = pipeline("TestFlinkRunner", "--streaming=" + streaming);
    PCollection<Long> numbers = pipeline.apply(GenerateSequence.from(0).to(10));
    numbers.apply("Measure", ParDo.of(new MeasureFn()));
    numbers.apply("Measure again", ParDo.of(new MeasureFn()));
    PipelineResult result = pipeline.run();
    assertEquals(PipelineResult.State.DONE, result.getState());
    checkTen(step(result, "Measure"), Kind.ATTEMPTED);
    checkTen(step(result, "Measure"), Kind.COMMITTED);
    assertEquals(2, count(result.metrics().allMetrics().getStringSets()));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void metricsAreFoundByName(boolean streaming) {
    Pipeline pipeline = pipeline("TestFlinkRunner", "--streaming=" + streaming);
    pipeline.apply(GenerateSequence.from(0).to(10)).apply("Measure", ParDo.of(new MeasureFn()));
    MetricQueryResults found =
        pipeline
            .run()
            .metrics()
            .queryMetrics(
                MetricsFilter.builder()
                    .addNameFilter(MetricNameFilter.named(NAMESPACE, "counter"))
                    .build());
    assertEquals(10, only(found.getCounters()).getCommitted());
    assertEquals(0, count(found.getDistributions()));
    assertEquals(0, count(found.getGauges()));
    assertEquals(0, count(found.getStringSets()));
    assertEquals(0, count(found.getBoundedTries()));
    assertEquals(0, count(found.getHistograms()));
  }

  @Test
  @Timeout(120)
  void runningJobHasAttemptedValuesOfEveryKind() throws Exception {
    Pipeline pipeline = pipelineWithFastHeartbeats();
    measureTenAndGoOn(pipeline);
    PipelineResult result = pipeline.run();
    try {
      MetricQueryResults measured = await(result, "Measure", metrics -> attempted(metrics) == 10);
      checkTen(measured, Kind.ATTEMPTED);
      assertEquals(PipelineResult.State.RUNNING, result.getState());
      assertFalse(only(measured.getCounters()).hasCommitted());
    } finally {
      result.cancel();
      result.waitUntilFinish();
    }
  }

  @Test
  @Timeout(120)
  void runningJobWithCheckpointsHasCommittedValuesOfEveryKind() throws Exception {
    Pipeline pipeline = pipelineWithFastHeartbeats("--checkpointingInterval=100");
    measureTenAndGoOn(pipeline);
    PipelineResult result = pipeline.run();
    try {
      MetricQueryResults measured = await(result, "Measure", metrics -> committed(metrics) == 10);
      checkTen(measured, Kind.ATTEMPTED);
      checkTen(measured, Kind.COMMITTED);
      checkCommittedByName(result);
      assertEquals(PipelineResult.State.RUNNING, result.getState());
    } finally {
      result.cancel();
      result.waitUntilFinish();
    }
    checkTen(step(result, "Measure"), Kind.COMMITTED);
  }

  private static void measureTenAndGoOn(Pipeline pipeline) {
    pipeline
        .apply(GenerateSequence.from(0).to(10)) // read once; the other keeps the job running
        .apply("Measure", ParDo.of(new MeasureFn()));
    pipeline
        .apply(GenerateSequence.from(0).withRate(1, Duration.standardSeconds(1)))
        .apply("Go on", ParDo.of(new GoOnFn()));
  }

  private static void checkCommittedByName(PipelineResult result) {
    MetricQueryResults found =
        result
            .metrics()
            .queryMetrics(
                MetricsFilter.builder()
                    .addNameFilter(MetricNameFilter.named(NAMESPACE, "distribution"))
                    .build());
    assertEquals(
        DistributionResult.create(45, 10, 0, 9), only(found.getDistributions()).getCommitted());
    assertEquals(0, count(found.getCounters()));
  }

  /** One subtask counts numbers in their order, so that its metrics tell at which it was. */
  @Test
  @Timeout(120)
  void committedValuesAreThoseOfOneMomentUpToTheEnd() throws Exception {
    Pipeline pipeline =
        pipelineWithFastHeartbeats("--checkpointingInterval=100", "--parallelism=1");
    long end = 1000;
    pipeline
        .apply(Create.of(end))
        .apply("Numbers", ParDo.of(new NumbersFn()))
        .apply("Measure", ParDo.of(new MeasureFn()));
    PipelineResult result = pipeline.run();
    Set<Long> seen = new TreeSet<>();
    await(
        result,
        "Measure",
        metrics -> {
          long committed = committed(metrics);
          if (committed > 1) {
            assertTrue(committed <= attempted(metrics));
            checkUpTo(committed, metrics, Kind.COMMITTED);
          }
          seen.add(committed);
          return seen.size() > 4 || result.getState().isTerminal();
        });
    assertTrue(seen.size() > 4, () -> "committed: " + seen);
    assertEquals(PipelineResult.State.DONE, result.waitUntilFinish());
    checkUpTo(end, step(result, "Measure"), Kind.COMMITTED);
    checkUpTo(end, step(result, "Measure"), Kind.ATTEMPTED);
  }

  @Test
  @Timeout(120)
  void everyKindOfStepHasCommittedValues() throws Exception {
    Pipeline pipeline = pipelineWithFastHeartbeats("--checkpointingInterval=100");
    PCollectionView<Long> view =
        pipeline.apply("One", Create.of(1L)).apply("View", View.asSingleton());
    PCollection<Long> numbers =
        pipeline.apply(GenerateSequence.from(0).withRate(50, Duration.standardSeconds(1)));
    PCollection<KV<Long, Long>> keyed =
        numbers.apply(
            MapElements.into(kvs(longs(), longs())).via(number -> KV.of(number % 3, number)));
    numbers.apply("Plain", ParDo.of(new CountFn()));
    numbers.apply("Side", ParDo.of(new CountFn()).withSideInputs(view));
    numbers.apply("Split", ParDo.of(new SplittableCountFn()));
    numbers.apply("Split, side", ParDo.of(new SplittableCountFn()).withSideInputs(view));
    keyed.apply("State", ParDo.of(new StatefulCountFn()));
    keyed.apply("State, side", ParDo.of(new StatefulCountFn()).withSideInputs(view));
    keyed
        .apply(Window.into(FixedWindows.of(Duration.standardSeconds(1))))
        .apply("Combine", Combine.perKey(new CountingMax()));
    PipelineResult result = pipeline.run();
    try {
      for (String step :
          List.of("Plain", "Side", "Split", "Split, side", "State", "State, side", "Combine")) {
        await(result, step, metrics -> committed(metrics) > 0);
      }
    } finally {
      result.cancel();
      result.waitUntilFinish();
    }
  }

  @Test
  @Timeout(120)
  void checkpointsThatAreAtLeastOnceCommitNothing() throws Exception {
    CheckpointsFn.COMPLETE.set(0);
    Pipeline pipeline =
        pipelineWithFastHeartbeats(
            "--checkpointingInterval=100", "--checkpointingMode=AT_LEAST_ONCE");
    pipeline
        .apply(GenerateSequence.from(0).withRate(100, Duration.standardSeconds(1)))
        .apply("Measure", ParDo.of(new CheckpointsFn()));
    PipelineResult result = pipeline.run();
    try {
      await(result, "Measure", metrics -> CheckpointsFn.COMPLETE.get() > 0);
      long counted = attempted(step(result, "Measure"));
      MetricQueryResults later =
          await(result, "Measure", metrics -> attempted(metrics) > counted + 100);
      assertFalse(only(later.getCounters()).hasCommitted());
    } finally {
      result.cancel();
      result.waitUntilFinish();
    }
  }

  @Test
  void jobThatBeganAnewHasCommittedValues() {
    MeasureAndFailOnceFn.FAILED.set(false);
    Pipeline pipeline =
        pipeline(
            "TestFlinkRunner",
            "--streaming",
            "--numberOfExecutionRetries=1",
            "--executionRetryDelay=0");
    pipeline
        .apply(GenerateSequence.from(0).to(10))
        .apply("Measure", ParDo.of(new MeasureAndFailOnceFn()));
    MetricResult<Long> counter = only(step(pipeline.run(), "Measure").getCounters());
    assertEquals(10, counter.getAttempted());
    assertEquals(10, counter.getCommitted());
  }

  @Test
  void jobThatMayHaveGoneOnFromACheckpointHasNoCommittedValues() {
    MeasureAndFailOnceFn.FAILED.set(false);
    Pipeline pipeline =
        pipeline(
            "TestFlinkRunner",
            "--streaming",
            "--checkpointingInterval=100",
            "--numberOfExecutionRetries=1",
            "--executionRetryDelay=0");
    pipeline
        .apply(GenerateSequence.from(0).to(10))
        .apply("Measure", ParDo.of(new MeasureAndFailOnceFn()));
    MetricResult<Long> counter = only(step(pipeline.run(), "Measure").getCounters());
    assertTrue(counter.getAttempted() > 0);
    assertThrows(UnsupportedOperationException.class, counter::getCommitted);
  }

  private static long attempted(MetricQueryResults metrics) {
    long attempted = 0;
    for (MetricResult<Long> counter : metrics.getCounters()) {
      attempted += counter.getAttempted();
    }
    return attempted;
  }

  private static int count(Iterable<?> results) {
    List<Object> all = new ArrayList<>();
    results.forEach(all::add);
    return all.size();
  }

  private static final class MeasureAndFailOnceFn extends DoFn<Long, Void> {
    private static final long serialVersionUID = 1L;
    private static final AtomicBoolean FAILED = new AtomicBoolean();

    private final Counter counter = Metrics.counter(NAMESPACE, "counter");

    @ProcessElement
    public void process(@Element Long number) {
      counter.inc();
      if (number == 9 && FAILED.compareAndSet(false, true)) {
        throw new IllegalStateException("on purpose");
      }
    }
  }

  private static final class CountFn extends DoFn<Long, Void> {
    private static final long serialVersionUID = 1L;

    private final Counter counter = Metrics.counter(NAMESPACE, "counter");

    @ProcessElement
    public void process() {
      counter.inc();
    }
  }

  private static final class StatefulCountFn extends DoFn<KV<Long, Long>, Void> {
    private static final long serialVersionUID = 1L;

    private final Counter counter = Metrics.counter(NAMESPACE, "counter");

    @StateId("last")
    private final StateSpec<ValueState<Long>> last = StateSpecs.value();

    @ProcessElement
    public void process(
        @Element KV<Long, Long> number, @StateId("last") ValueState<Long> lastNumber) {
      lastNumber.write(number.getValue());
      counter.inc();
    }
  }

  private static final class SplittableCountFn extends DoFn<Long, Void> {
    private static final long serialVersionUID = 1L;

    private final Counter counter = Metrics.counter(NAMESPACE, "counter");

    @GetInitialRestriction
    public OffsetRange initial() {
      return new OffsetRange(0, 1);
    }

    @ProcessElement
    public void process(RestrictionTracker<OffsetRange, Long> tracker) {
      if (tracker.tryClaim(0L)) {
        counter.inc();
      }
    }
  }

  private static final class CountingMax extends Combine.BinaryCombineLongFn {
    private static final long serialVersionUID = 1L;

    private final Counter counter = Metrics.counter(NAMESPACE, "counter");

    @Override
    public long apply(long left, long right) {
      counter.inc();
      return Math.max(left, right);
    }

    @Override
    public long identity() {
      return 0;
    }
  }

  private static final class CheckpointsFn extends DoFn<Long, Void> {
    private static final long serialVersionUID = 1L;
    private static final AtomicLong COMPLETE = new AtomicLong();

    private final Counter counter = Metrics.counter(NAMESPACE, "counter");

    @ProcessElement
    public void process(BundleFinalizer finalizer) {
      counter.inc();
      finalizer.afterBundleCommit(
          Instant.now().plus(Duration.standardMinutes(1)), COMPLETE::incrementAndGet);
    }
  }

  private static final class GoOnFn extends DoFn<Long, Void> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process() {}
  }
}

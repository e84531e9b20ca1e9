package org.apache.beam.runners.flink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.io.GenerateSequence;
import org.apache.beam.sdk.metrics.BoundedTrie;
import org.apache.beam.sdk.metrics.BoundedTrieResult;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.DelegatingHistogram;
import org.apache.beam.sdk.metrics.Distribution;
import org.apache.beam.sdk.metrics.DistributionResult;
import org.apache.beam.sdk.metrics.Gauge;
import org.apache.beam.sdk.metrics.Histogram;
import org.apache.beam.sdk.metrics.MetricName;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricQueryResults;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.metrics.StringSet;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.util.HistogramData;
import org.apache.beam.sdk.values.PCollection;
import org.joda.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Metrics of every kind, by step and name, of running and of finished jobs. */
class MetricsITCase {

  private static final String NAMESPACE = "MetricsITCase";
  private static final long POLL_MILLIS = 100;

  private static Pipeline pipeline(String runner, String... more) {
    List<String> arguments = new ArrayList<>(List.of("--runner=" + runner, "--parallelism=2"));
    arguments.addAll(List.of(more));
    return Pipeline.create(
        PipelineOptionsFactory.fromArgs(arguments.toArray(String[]::new)).create());
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
    checkTen(step(result, "Measure"), MetricKind.ATTEMPTED);
    checkTen(step(result, "Measure"), MetricKind.COMMITTED);
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
  void runningJobHasAttemptedValuesOfEveryKind(@TempDir Path directory) throws Exception {
    // TaskManagers send metrics with their heartbeats.
    Files.writeString(directory.resolve("config.yaml"), "heartbeat.interval: 200");
    Pipeline pipeline = pipeline("FlinkRunner", "--flinkConfDir=" + directory);
    pipeline
        .apply(GenerateSequence.from(0).to(10)) // read once; the other keeps the job running
        .apply("Measure", ParDo.of(new MeasureFn()));
    pipeline
        .apply(GenerateSequence.from(0).withRate(1, Duration.standardSeconds(1)))
        .apply("Go on", ParDo.of(new GoOnFn()));
    PipelineResult result = pipeline.run();
    try {
      while (measured(result) < 10) {
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      }
      MetricQueryResults measured = step(result, "Measure");
      checkTen(measured, MetricKind.ATTEMPTED);
      assertEquals(PipelineResult.State.RUNNING, result.getState());
      MetricResult<Long> counter = only(measured.getCounters());
      assertThrows(UnsupportedOperationException.class, counter::getCommitted);
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

  private enum MetricKind {
    ATTEMPTED,
    COMMITTED;

    <T> T of(MetricResult<T> result) {
      return this == ATTEMPTED ? result.getAttempted() : result.getCommitted();
    }
  }

  /** What ten elements, 0 to 9, must have given. */
  private static void checkTen(MetricQueryResults metrics, MetricKind kind) {
    assertEquals(10, kind.of(only(metrics.getCounters())));
    assertEquals(
        DistributionResult.create(45, 10, 0, 9), kind.of(only(metrics.getDistributions())));
    long gauge = kind.of(only(metrics.getGauges())).getValue();
    assertTrue(gauge >= 0 && gauge < 10, "gauge " + gauge);
    assertEquals(Set.of("even", "odd"), kind.of(only(metrics.getStringSets())).getStringSet());
    BoundedTrieResult trie = kind.of(only(metrics.getBoundedTries()));
    assertEquals(
        Set.of(List.of("a", "even", "false"), List.of("a", "odd", "false")), trie.getResult());
    assertEquals(10, kind.of(only(metrics.getHistograms())).getTotalCount());
  }

  private static MetricQueryResults step(PipelineResult result, String step) {
    return result
        .metrics()
        .queryMetrics(
            MetricsFilter.builder()
                .addStep(step)
                .addNameFilter(MetricNameFilter.inNamespace(NAMESPACE))
                .build());
  }

  private static long measured(PipelineResult result) {
    long measured = 0;
    for (MetricResult<Long> counter : step(result, "Measure").getCounters()) {
      measured += counter.getAttempted();
    }
    return measured;
  }

  private static <T> T only(Iterable<T> results) {
    List<T> all = list(results, Function.identity());
    assertEquals(1, all.size(), () -> "results: " + all);
    return all.get(0);
  }

  private static int count(Iterable<?> results) {
    return list(results, Function.identity()).size();
  }

  private static <T, R> List<R> list(Iterable<? extends T> items, Function<T, R> map) {
    List<R> all = new ArrayList<>();
    items.forEach(item -> all.add(map.apply(item)));
    return all;
  }

  private static final class MeasureFn extends DoFn<Long, Void> {
    private static final long serialVersionUID = 1L;

    private final Counter counter = Metrics.counter(NAMESPACE, "counter");
    private final Distribution distribution = Metrics.distribution(NAMESPACE, "distribution");
    private final Gauge gauge = Metrics.gauge(NAMESPACE, "gauge");
    private final StringSet strings = Metrics.stringSet(NAMESPACE, "strings");
    private final BoundedTrie trie = Metrics.boundedTrie(NAMESPACE, "trie");
    private final Histogram histogram =
        new DelegatingHistogram(
            MetricName.named(NAMESPACE, "histogram"),
            HistogramData.ExponentialBuckets.of(1, 17),
            false);

    @ProcessElement
    public void process(@Element Long number) {
      String parity = number % 2 == 0 ? "even" : "odd";
      counter.inc();
      distribution.update(number);
      gauge.set(number);
      strings.add(parity);
      trie.add("a", parity);
      histogram.update(number);
    }
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

  private static final class GoOnFn extends DoFn<Long, Void> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process() {}
  }
}

package org.apache.beam.runners.flink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.io.range.OffsetRange;
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
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.splittabledofn.RestrictionTracker;
import org.apache.beam.sdk.util.HistogramData;
import org.joda.time.Duration;

/** A DoFn with metrics of every kind, and what they must be. */
public final class Measurements {

  static final String NAMESPACE = "MetricsITCase";

  private static final long TIME_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final long POLL_MILLIS = 50;

  /** Which of its two values a metric is asked for. */
  public enum Kind {
    ATTEMPTED,
    COMMITTED;

    <T> T of(MetricResult<T> result) {
      return this == ATTEMPTED ? result.getAttempted() : result.getCommitted();
    }
  }

  private Measurements() {}

  /** The metrics of a step. */
  public static MetricQueryResults step(PipelineResult result, String step) {
    return result
        .metrics()
        .queryMetrics(
            MetricsFilter.builder()
                .addStep(step)
                .addNameFilter(MetricNameFilter.inNamespace(NAMESPACE))
                .build());
  }

  /** Waits until a step has such metrics. */
  public static MetricQueryResults await(
      PipelineResult result, String step, Predicate<MetricQueryResults> wanted) throws Exception {
    long deadline = System.nanoTime() + TIME_LIMIT_NANOS;
    while (System.nanoTime() < deadline) {
      MetricQueryResults metrics = step(result, step);
      if (wanted.test(metrics)) {
        return metrics;
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
    throw new AssertionError("Never came: step '%s', now %s".formatted(step, step(result, step)));
  }

  /** What the step has counted for good; 0 as long as nothing is. */
  public static long committed(MetricQueryResults metrics) {
    long committed = 0;
    for (MetricResult<Long> counter : metrics.getCounters()) {
      committed += counter.hasCommitted() ? counter.getCommitted() : 0;
    }
    return committed;
  }

  /** What ten elements, 0 to 9, must have given. */
  public static void checkTen(MetricQueryResults metrics, Kind kind) {
    checkUpTo(10, metrics, kind);
    assertEquals(10, kind.of(only(metrics.getHistograms())).getTotalCount());
  }

  /** What the elements from 0 to {@code end}, exclusive, must have given. */
  public static void checkUpTo(long end, MetricQueryResults metrics, Kind kind) {
    assertEquals(end, kind.of(only(metrics.getCounters())));
    assertEquals(
        DistributionResult.create(end * (end - 1) / 2, end, 0, end - 1),
        kind.of(only(metrics.getDistributions())));
    long gauge = kind.of(only(metrics.getGauges())).getValue();
    assertTrue(gauge >= 0 && gauge < end, "gauge " + gauge);
    assertEquals(Set.of("even", "odd"), kind.of(only(metrics.getStringSets())).getStringSet());
    BoundedTrieResult trie = kind.of(only(metrics.getBoundedTries()));
    assertEquals(
        Set.of(List.of("a", "even", "false"), List.of("a", "odd", "false")), trie.getResult());
    assertTrue(kind.of(only(metrics.getHistograms())).getTotalCount() > 0);
  }

  static <T> T only(Iterable<T> results) {
    List<T> all = new ArrayList<>();
    results.forEach(all::add);
    assertEquals(1, all.size(), () -> "results: " + all);
    return all.get(0);
  }

  /** Measures its elements. */
  public static final class MeasureFn extends DoFn<Long, Void> {
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

  /** Emits the numbers up to its element in their order, a few at a time. */
  @DoFn.UnboundedPerElement
  public static final class NumbersFn extends DoFn<Long, Long> {
    private static final long serialVersionUID = 1L;

    @GetInitialRestriction
    public OffsetRange initial(@Element Long end) {
      return new OffsetRange(0, end);
    }

    @ProcessElement
    public ProcessContinuation process(
        RestrictionTracker<OffsetRange, Long> tracker, OutputReceiver<Long> numbers) {
      long first = tracker.currentRestriction().getFrom();
      for (long number = first; number < first + 4; number++) {
        if (!tracker.tryClaim(number)) {
          return ProcessContinuation.stop();
        }
        numbers.output(number);
      }
      return ProcessContinuation.resume().withResumeDelay(Duration.millis(20));
    }
  }
}

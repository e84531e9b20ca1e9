package dev.beamflink.translation.runtime.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import java.util.Set;
import org.apache.beam.runners.core.metrics.DistributionData;
import org.apache.beam.runners.core.metrics.MetricsContainerImpl;
import org.apache.beam.runners.core.metrics.MetricsContainerStepMap;
import org.apache.beam.sdk.metrics.MetricName;
import org.apache.beam.sdk.util.HistogramData;
import org.junit.jupiter.api.Test;

class CheckpointedMetricsTest {

  private static final String STEP = "Count";
  private static final MetricName NAME = MetricName.named("test", "metric");
  private static final HistogramData.BucketType BUCKETS = HistogramData.LinearBuckets.of(0, 1, 5);

  private final MetricsContainerStepMap live = new MetricsContainerStepMap();
  private final CheckpointedMetrics metrics = new CheckpointedMetrics(live);

  private void count(long more) {
    live.getContainer(STEP).getCounter(NAME).inc(more);
  }

  private MetricsContainerImpl committed() {
    MetricsContainerStepMap committed = metrics.committed();
    assertNotNull(committed);
    return committed.getContainer(STEP);
  }

  private long committedCount() {
    return committed().getCounter(NAME).getCumulative();
  }

  @Test
  void nothingIsCommittedBeforeACheckpointIsComplete() {
    count(1);
    assertNull(metrics.committed());
    metrics.snapshot(1);
    assertNull(metrics.committed());
  }

  @Test
  void committedIsWhatWasCountedAtTheBarrier() {
    count(1);
    metrics.snapshot(1);
    count(2);
    metrics.completed(1);
    assertEquals(1, committedCount());
  }

  @Test
  void aLaterCheckpointTakesThePlaceOfAnEarlierOne() {
    count(1);
    metrics.snapshot(1);
    metrics.completed(1);
    count(2);
    metrics.snapshot(2);
    assertEquals(1, committedCount());
    metrics.completed(2);
    assertEquals(3, committedCount());
  }

  @Test
  void anAbortedCheckpointIsNeverCommitted() {
    count(1);
    metrics.snapshot(1);
    metrics.completed(1);
    count(2);
    metrics.snapshot(2);
    metrics.aborted(2);
    metrics.completed(2);
    assertEquals(1, committedCount());
    count(4);
    metrics.snapshot(3);
    metrics.completed(3);
    assertEquals(7, committedCount());
  }

  @Test
  void completionOfALaterCheckpointCommitsTheNewestUpToIt() {
    count(1);
    metrics.snapshot(1);
    count(2);
    metrics.snapshot(2);
    count(4);
    metrics.snapshot(3);
    metrics.completed(2);
    assertEquals(3, committedCount());
    metrics.completed(1); // late, and out of date
    assertEquals(3, committedCount());
    metrics.completed(3);
    assertEquals(7, committedCount());
  }

  @Test
  void whatHasNotChangedIsNotCopiedAgain() {
    count(1);
    metrics.snapshot(1);
    metrics.completed(1);
    MetricsContainerStepMap first = metrics.committed();
    metrics.snapshot(2);
    metrics.completed(2);
    assertSame(first, metrics.committed());
    count(1);
    metrics.snapshot(3);
    metrics.completed(3);
    assertEquals(2, committedCount());
  }

  @Test
  void noKindOfMetricGoesOnCountingInWhatIsCommitted() {
    updateEachKind(1, "a");
    metrics.snapshot(1);
    metrics.completed(1);
    updateEachKind(2, "b");
    MetricsContainerImpl committed = committed();
    assertEquals(1, committedCount());
    assertEquals(DistributionData.singleton(1), committed.getDistribution(NAME).getCumulative());
    assertEquals(1, committed.getGauge(NAME).getCumulative().value());
    assertEquals(Set.of("a"), committed.getStringSet(NAME).getCumulative().stringSet());
    assertEquals(
        Set.of(List.of("a", "false")),
        committed.getBoundedTrie(NAME).getCumulative().extractResult().getResult());
    assertEquals(1, committed.getHistogram(NAME, BUCKETS).getCumulative().getTotalCount());
  }

  private void updateEachKind(long number, String text) {
    MetricsContainerImpl container = live.getContainer(STEP);
    container.getCounter(NAME).inc(number);
    container.getDistribution(NAME).update(number);
    container.getGauge(NAME).set(number);
    container.getStringSet(NAME).add(text);
    container.getBoundedTrie(NAME).add(text);
    container.getHistogram(NAME, BUCKETS).update(number);
  }
}

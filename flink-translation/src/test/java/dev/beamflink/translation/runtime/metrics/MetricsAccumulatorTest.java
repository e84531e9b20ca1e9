package dev.beamflink.translation.runtime.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.runners.core.metrics.CounterCell;
import org.apache.beam.runners.core.metrics.MetricsContainerStepMap;
import org.apache.beam.sdk.metrics.MetricName;
import org.apache.flink.api.common.accumulators.Accumulator;
import org.apache.flink.api.common.accumulators.AccumulatorHelper;
import org.apache.flink.util.OptionalFailure;
import org.apache.flink.util.SerializedValue;
import org.junit.jupiter.api.Test;

/** Accumulators of two subtasks, on Flink's way from the tasks to the client. */
class MetricsAccumulatorTest {

  private static final String STEP = "Count";
  private static final MetricName NAME = MetricName.named("test", "counter");

  private final MetricsAccumulator first = new MetricsAccumulator(2, false, true);
  private final MetricsAccumulator second = new MetricsAccumulator(2, false, true);

  private static void count(MetricsAccumulator subtask, long more) {
    counter(subtask.metrics()).inc(more);
  }

  private static CounterCell counter(MetricsContainerStepMap metrics) {
    return metrics.getContainer(STEP).getCounter(NAME);
  }

  private static long attempted(OperatorMetrics operator) {
    return counter(operator.attempted()).getCumulative();
  }

  private static long committed(OperatorMetrics operator) {
    return counter(operator.committed()).getCumulative();
  }

  /** What the client gets when these subtasks have sent their accumulators. */
  private static OperatorMetrics reported(MetricsAccumulator... subtasks) throws Exception {
    Map<String, OptionalFailure<Accumulator<?, ?>>> merged = new HashMap<>();
    for (MetricsAccumulator subtask : List.of(subtasks)) {
      Map<String, Accumulator<?, ?>> sent = new HashMap<>(Map.of("metrics", subtask));
      AccumulatorHelper.mergeInto(
          merged,
          new SerializedValue<>(sent)
              .deserializeValue(MetricsAccumulatorTest.class.getClassLoader()));
    }
    Serializable value = merged.get("metrics").get().getLocalValue();
    return (OperatorMetrics)
        new SerializedValue<>(value)
            .deserializeValue(MetricsAccumulatorTest.class.getClassLoader());
  }

  @Test
  void valuesAreSumsOverSubtasks() throws Exception {
    count(first, 1);
    count(second, 2);
    first.snapshot(1);
    second.snapshot(1);
    first.checkpointCompleted(1);
    second.checkpointCompleted(1);
    count(first, 10);
    OperatorMetrics operator = reported(first, second);
    assertEquals(13, attempted(operator));
    assertTrue(operator.hasCommitted());
    assertEquals(3, committed(operator));
    assertEquals(13, attempted(reported(first, second)), "merging changes nothing");
  }

  @Test
  void nothingIsCommittedUntilEachSubtaskKnowsOfACheckpoint() throws Exception {
    count(first, 1);
    first.snapshot(1);
    second.snapshot(1);
    first.checkpointCompleted(1);
    assertFalse(reported(first, second).hasCommitted());
    second.checkpointCompleted(1);
    assertTrue(reported(first, second).hasCommitted());
  }

  @Test
  void nothingIsCommittedWhileASubtaskIsMissing() throws Exception {
    first.snapshot(1);
    first.checkpointCompleted(1);
    OperatorMetrics operator = reported(first);
    assertFalse(operator.hasCommitted());
    assertEquals(2, operator.subtasks());
  }

  @Test
  void nothingIsCommittedOfAnOperatorThatMayHaveGoneOn() throws Exception {
    MetricsAccumulator continued = new MetricsAccumulator(2, true, true);
    for (MetricsAccumulator subtask : List.of(first, continued)) {
      subtask.snapshot(7);
      subtask.checkpointCompleted(7);
    }
    OperatorMetrics operator = reported(first, continued);
    assertTrue(operator.continued());
    assertFalse(operator.hasCommitted());
  }

  @Test
  void otherCheckpointsCommitNothing() throws Exception {
    MetricsAccumulator subtask = new MetricsAccumulator(1, false, false);
    count(subtask, 1);
    subtask.snapshot(1);
    subtask.checkpointCompleted(1);
    assertFalse(reported(subtask).hasCommitted());
  }
}

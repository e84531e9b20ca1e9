package dev.beamflink.translation.runtime.metrics;

import org.apache.beam.runners.core.metrics.MetricsContainerStepMap;
import org.apache.flink.api.common.accumulators.Accumulator;
import org.apache.flink.api.common.accumulators.IntCounter;
import org.apache.flink.api.common.accumulators.SimpleAccumulator;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.streaming.api.operators.StreamingRuntimeContext;

/**
 * Carries the Beam metrics of one operator to the client: Flink ships it with heartbeats and at the
 * end of the task, merged over subtasks. Updating a metric does not touch it.
 */
public final class MetricsAccumulator implements SimpleAccumulator<MetricsContainerStepMap> {

  private static final long serialVersionUID = 1L;

  /** Accumulators of this runner have names that begin so; the operator's id follows. */
  public static final String NAME_PREFIX = "beam-metrics/";

  /**
   * Accumulators of operators that may have taken up their work from a checkpoint have names that
   * begin so: their metrics count from there on, as metrics are in no checkpoint.
   */
  public static final String CONTINUED_PREFIX = "beam-metrics-continued/";

  private MetricsContainerStepMap metrics = new MetricsContainerStepMap();

  /**
   * Registers the accumulator of an operator with its task, unless the job wants no metrics.
   *
   * @param operatorId distinguishes the operators of a job
   */
  public static MetricsAccumulator registered(StreamingRuntimeContext context, String operatorId) {
    MetricsAccumulator accumulator = new MetricsAccumulator();
    if (context.getJobConfiguration().get(BeamMetricOptions.ENABLED)) {
      context.addAccumulator(NAME_PREFIX + operatorId, accumulator);
      if (mayContinue(context)) {
        context.addAccumulator(CONTINUED_PREFIX + operatorId, new IntCounter(1));
      }
    }
    return accumulator;
  }

  /** Without checkpoints, and in BATCH, a task that is run again counts all of its work again. */
  private static boolean mayContinue(StreamingRuntimeContext context) {
    return context.getTaskInfo().getAttemptNumber() > 0
        && CheckpointingOptions.isCheckpointingEnabled(context.getJobConfiguration());
  }

  /** The live metrics by transform; updated by the task's thread, read by others. */
  public MetricsContainerStepMap metrics() {
    return metrics;
  }

  @Override
  public void add(MetricsContainerStepMap value) {
    metrics.updateAll(value);
  }

  @Override
  public MetricsContainerStepMap getLocalValue() {
    return metrics;
  }

  @Override
  public void resetLocal() {
    metrics = new MetricsContainerStepMap();
  }

  @Override
  public void merge(Accumulator<MetricsContainerStepMap, MetricsContainerStepMap> other) {
    metrics.updateAll(other.getLocalValue());
  }

  @Override
  public MetricsAccumulator clone() {
    MetricsAccumulator copy = new MetricsAccumulator();
    copy.metrics.updateAll(metrics);
    return copy;
  }
}

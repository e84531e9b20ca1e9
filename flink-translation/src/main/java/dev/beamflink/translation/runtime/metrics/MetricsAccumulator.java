package dev.beamflink.translation.runtime.metrics;

import org.apache.beam.runners.core.metrics.MetricsContainerStepMap;
import org.apache.flink.api.common.accumulators.Accumulator;
import org.apache.flink.api.common.accumulators.SimpleAccumulator;
import org.apache.flink.streaming.api.operators.StreamingRuntimeContext;

/**
 * Carries the Beam metrics of one operator to the client: Flink ships it with heartbeats and at the
 * end of the task, merged over subtasks. Updating a metric does not touch it.
 */
public final class MetricsAccumulator implements SimpleAccumulator<MetricsContainerStepMap> {

  private static final long serialVersionUID = 1L;

  /** Accumulators of this runner have names that begin so; the operator's id follows. */
  public static final String NAME_PREFIX = "beam-metrics/";

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
    }
    return accumulator;
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

package dev.beamflink.translation.runtime.metrics;

import java.io.Serial;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.beam.runners.core.metrics.MetricsContainerStepMap;
import org.apache.flink.api.common.accumulators.Accumulator;
import org.apache.flink.streaming.api.operators.StreamingRuntimeContext;

/**
 * The Beam metrics of a task for clients that have Flink's REST interface only, where an
 * accumulator is a text: the Python SDK reads that of this name. One per task, merged over all of
 * the job's.
 */
final class RestMetrics implements Accumulator<MetricsContainerStepMap, MetricsText> {

  private static final long serialVersionUID = 1L;

  static final String NAME = "__metricscontainers";

  private final transient List<MetricsContainerStepMap> operators = new CopyOnWriteArrayList<>();

  /** Makes the metrics of one operator part of its task's. */
  static void include(StreamingRuntimeContext context, MetricsContainerStepMap metrics) {
    if (context.<MetricsContainerStepMap, MetricsText>getAccumulator(NAME)
        instanceof RestMetrics ofTask) {
      ofTask.operators.add(metrics);
      return;
    }
    RestMetrics ofTask = new RestMetrics();
    ofTask.operators.add(metrics);
    context.addAccumulator(NAME, ofTask);
  }

  @Override
  public MetricsText getLocalValue() {
    MetricsContainerStepMap sum = new MetricsContainerStepMap();
    operators.forEach(sum::updateAll);
    return new MetricsText(sum);
  }

  /** What travels are the values of the moment. */
  @Serial
  private Object writeReplace() {
    return new Reported<>(getLocalValue());
  }

  @Override
  public void add(MetricsContainerStepMap more) {
    operators.add(more);
  }

  @Override
  public void resetLocal() {
    throw new UnsupportedOperationException("The metrics of a task are never reset");
  }

  @Override
  public void merge(Accumulator<MetricsContainerStepMap, MetricsText> other) {
    throw new UnsupportedOperationException("Metrics are merged where they were sent");
  }

  @Override
  public RestMetrics clone() {
    throw new UnsupportedOperationException("Metrics are copied where they were sent");
  }
}

package dev.beamflink.translation.runtime.metrics;

import org.apache.beam.runners.core.metrics.MetricsContainerStepMap;
import org.apache.flink.api.common.accumulators.Accumulator;

/** What becomes of a {@link MetricsAccumulator} when it is sent to the JobManager: its values. */
final class ReportedMetrics implements Accumulator<MetricsContainerStepMap, OperatorMetrics> {

  private static final long serialVersionUID = 1L;

  private OperatorMetrics value;

  ReportedMetrics(OperatorMetrics value) {
    this.value = value;
  }

  @Override
  public OperatorMetrics getLocalValue() {
    return value;
  }

  @Override
  public void merge(Accumulator<MetricsContainerStepMap, OperatorMetrics> other) {
    value = value.merged(other.getLocalValue());
  }

  /** The value is never changed, so it may be shared. */
  @Override
  public ReportedMetrics clone() {
    return new ReportedMetrics(value);
  }

  @Override
  public void add(MetricsContainerStepMap more) {
    throw new UnsupportedOperationException("Only tasks count");
  }

  @Override
  public void resetLocal() {
    throw new UnsupportedOperationException("Only tasks count");
  }
}

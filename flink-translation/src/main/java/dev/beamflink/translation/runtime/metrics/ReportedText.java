package dev.beamflink.translation.runtime.metrics;

import org.apache.beam.runners.core.metrics.MetricsContainerStepMap;
import org.apache.flink.api.common.accumulators.Accumulator;

/** What becomes of {@link RestMetrics} when they are sent to the JobManager: their values. */
final class ReportedText implements Accumulator<MetricsContainerStepMap, MetricsText> {

  private static final long serialVersionUID = 1L;

  private MetricsText value;

  ReportedText(MetricsText value) {
    this.value = value;
  }

  @Override
  public MetricsText getLocalValue() {
    return value;
  }

  @Override
  public void merge(Accumulator<MetricsContainerStepMap, MetricsText> other) {
    value = value.merged(other.getLocalValue());
  }

  /** The value is never changed, so it may be shared. */
  @Override
  public ReportedText clone() {
    return new ReportedText(value);
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

package dev.beamflink.translation.runtime.metrics;

import org.apache.beam.runners.core.metrics.MetricsContainerStepMap;
import org.apache.flink.api.common.accumulators.Accumulator;

/**
 * What becomes of a task's accumulator when it is sent to the JobManager: its values.
 *
 * @param <T> the values, which are never changed, so they may be shared
 */
final class Reported<T extends MergedValues<T>> implements Accumulator<MetricsContainerStepMap, T> {

  private static final long serialVersionUID = 1L;

  private T value;

  Reported(T value) {
    this.value = value;
  }

  @Override
  public T getLocalValue() {
    return value;
  }

  @Override
  public void merge(Accumulator<MetricsContainerStepMap, T> other) {
    value = value.merged(other.getLocalValue());
  }

  @Override
  public Reported<T> clone() {
    return new Reported<>(value);
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

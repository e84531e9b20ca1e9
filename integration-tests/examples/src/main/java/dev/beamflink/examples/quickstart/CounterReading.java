package dev.beamflink.examples.quickstart;

import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricName;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.MetricsFilter;

/**
 * A counter of a job, read while the job runs or after its end.
 *
 * @param name the counter's name in the pipeline
 */
record CounterReading(PipelineResult result, MetricName name) {

  /** Returns the sum over all transforms that count under the name. */
  long read() {
    MetricsFilter filter =
        MetricsFilter.builder()
            .addNameFilter(MetricNameFilter.named(name.getNamespace(), name.getName()))
            .build();
    long sum = 0;
    for (MetricResult<Long> counter : result.metrics().queryMetrics(filter).getCounters()) {
      sum += counter.getAttempted();
    }
    return sum;
  }
}

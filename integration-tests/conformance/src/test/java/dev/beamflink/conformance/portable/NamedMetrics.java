package dev.beamflink.conformance.portable;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.runners.core.metrics.DefaultMetricResults;
import org.apache.beam.sdk.metrics.MetricKey;
import org.apache.beam.sdk.metrics.MetricName;
import org.apache.beam.sdk.metrics.MetricQueryResults;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.MetricResults;

/**
 * Metrics by the names that user code gave them; of what a job server answers, labels are names,
 * and equal to none of a user's.
 */
final class NamedMetrics {

  private NamedMetrics() {}

  static MetricResults of(MetricResults labelled) {
    MetricQueryResults all = labelled.allMetrics();
    return new DefaultMetricResults(
        named(all.getCounters()),
        named(all.getDistributions()),
        named(all.getGauges()),
        named(all.getStringSets()),
        named(all.getBoundedTries()),
        named(all.getHistograms()));
  }

  private static <T> List<MetricResult<T>> named(Iterable<MetricResult<T>> results) {
    List<MetricResult<T>> named = new ArrayList<>();
    for (MetricResult<T> result : results) {
      MetricName name =
          MetricName.named(result.getName().getNamespace(), result.getName().getName());
      named.add(
          MetricResult.create(
              MetricKey.create(result.getKey().stepName(), name),
              result.getCommittedOrNull(),
              result.getAttempted()));
    }
    return named;
  }
}

package dev.beamflink.runner.result;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.model.pipeline.v1.MetricsApi.MonitoringInfo;
import org.apache.beam.runners.core.metrics.MetricsContainerStepMap;
import org.apache.beam.runners.core.metrics.MonitoringInfoConstants.Labels;
import org.apache.beam.runners.core.metrics.MonitoringInfoConstants.Urns;
import org.apache.beam.runners.core.metrics.MonitoringInfoEncodings;
import org.apache.beam.sdk.metrics.BoundedTrieResult;
import org.apache.beam.sdk.metrics.DistributionResult;
import org.apache.beam.sdk.metrics.GaugeResult;
import org.apache.beam.sdk.metrics.MetricFiltering;
import org.apache.beam.sdk.metrics.MetricKey;
import org.apache.beam.sdk.metrics.MetricName;
import org.apache.beam.sdk.metrics.MetricQueryResults;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.MetricResults;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.metrics.StringSetResult;
import org.apache.beam.sdk.util.HistogramData;

/**
 * Beam's results and the histograms, which Beam 2.73 leaves out: {@code MetricQueryResults.create}
 * drops those that it is given. Immutable.
 */
final class ResultsWithHistograms extends MetricResults {

  private final MetricResults others;
  private final List<MetricResult<HistogramData>> histograms;

  /** To Beam, histograms of one name with different buckets are different metrics. */
  private record HistogramKey(MetricKey metric, HistogramData.BucketType buckets) {}

  private ResultsWithHistograms(
      MetricResults others, List<MetricResult<HistogramData>> histograms) {
    this.others = others;
    this.histograms = histograms;
  }

  /**
   * The results of a job.
   *
   * @param committed has no metric that {@code attempted} has not; one that it lacks has no
   *     committed value
   */
  static MetricResults of(MetricsContainerStepMap attempted, MetricsContainerStepMap committed) {
    Map<HistogramKey, HistogramData> committedHistograms = histograms(committed);
    List<MetricResult<HistogramData>> histograms = new ArrayList<>();
    histograms(attempted)
        .forEach(
            (key, data) ->
                histograms.add(
                    MetricResult.create(key.metric(), committedHistograms.get(key), data)));
    return new ResultsWithHistograms(
        MetricsContainerStepMap.asMetricResults(attempted, committed), histograms);
  }

  private static Map<HistogramKey, HistogramData> histograms(MetricsContainerStepMap steps) {
    Map<HistogramKey, HistogramData> histograms = new LinkedHashMap<>();
    for (MonitoringInfo info : steps.getMonitoringInfos()) {
      if (info.getUrn().equals(Urns.USER_HISTOGRAM)) {
        HistogramData data = MonitoringInfoEncodings.decodeInt64Histogram(info.getPayload());
        histograms.put(new HistogramKey(key(info), data.getBucketType()), data);
      }
    }
    return histograms;
  }

  private static MetricKey key(MonitoringInfo info) {
    return MetricKey.create(
        info.getLabelsOrThrow(Labels.PTRANSFORM),
        MetricName.named(
            info.getLabelsOrThrow(Labels.NAMESPACE), info.getLabelsOrThrow(Labels.NAME)));
  }

  @Override
  public MetricQueryResults queryMetrics(MetricsFilter filter) {
    return new Found(
        others.queryMetrics(filter),
        histograms.stream()
            .filter(histogram -> MetricFiltering.matches(filter, histogram.getKey()))
            .toList());
  }

  @SuppressWarnings("ExtendsAutoValue") // there is no other way to one with histograms
  private static final class Found extends MetricQueryResults {

    private final MetricQueryResults others;
    private final List<MetricResult<HistogramData>> histograms;

    Found(MetricQueryResults others, List<MetricResult<HistogramData>> histograms) {
      this.others = others;
      this.histograms = histograms;
    }

    @Override
    public Iterable<MetricResult<Long>> getCounters() {
      return others.getCounters();
    }

    @Override
    public Iterable<MetricResult<DistributionResult>> getDistributions() {
      return others.getDistributions();
    }

    @Override
    public Iterable<MetricResult<GaugeResult>> getGauges() {
      return others.getGauges();
    }

    @Override
    public Iterable<MetricResult<StringSetResult>> getStringSets() {
      return others.getStringSets();
    }

    @Override
    public Iterable<MetricResult<BoundedTrieResult>> getBoundedTries() {
      return others.getBoundedTries();
    }

    @Override
    public Iterable<MetricResult<HistogramData>> getHistograms() {
      return histograms;
    }
  }
}

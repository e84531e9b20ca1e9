package dev.beamflink.translation.runtime.metrics;

import org.apache.beam.model.jobmanagement.v1.JobApi.GetJobMetricsResponse;
import org.apache.beam.model.jobmanagement.v1.JobApi.MetricResults;
import org.apache.beam.runners.core.metrics.MetricsContainerStepMap;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.InvalidProtocolBufferException;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.util.JsonFormat;

/**
 * Beam metrics that are, as text, the JSON of the Job API's answer. Serialisable.
 *
 * @param attempted what has been counted; not to be changed
 */
record MetricsText(MetricsContainerStepMap attempted) implements MergedValues<MetricsText> {

  @Override
  public MetricsText merged(MetricsText other) {
    MetricsContainerStepMap sum = new MetricsContainerStepMap();
    sum.updateAll(attempted);
    sum.updateAll(other.attempted);
    return new MetricsText(sum);
  }

  /** Clients read it at the job's end, when what was attempted is committed. */
  @Override
  public String toString() {
    MetricResults.Builder results = MetricResults.newBuilder();
    attempted.getMonitoringInfos().forEach(info -> results.addAttempted(info).addCommitted(info));
    try {
      return JsonFormat.printer()
          .print(GetJobMetricsResponse.newBuilder().setMetrics(results).build());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("Metrics can't be printed: a bug of the runner", e);
    }
  }
}

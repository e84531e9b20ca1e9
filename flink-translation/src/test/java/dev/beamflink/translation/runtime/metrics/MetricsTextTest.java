package dev.beamflink.translation.runtime.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.apache.beam.model.jobmanagement.v1.JobApi.GetJobMetricsResponse;
import org.apache.beam.runners.core.metrics.MetricsContainerStepMap;
import org.apache.beam.sdk.metrics.MetricName;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.util.JsonFormat;
import org.junit.jupiter.api.Test;

class MetricsTextTest {

  private static final MetricName NAME = MetricName.named("test", "words");

  @Test
  void textIsWhatAClientParses() throws Exception {
    Reported<MetricsText> sum = new Reported<>(counted("Split", 1));
    sum.merge(new Reported<>(counted("Split", 2)));
    sum.merge(new Reported<>(counted("Count", 4)));
    GetJobMetricsResponse.Builder read = GetJobMetricsResponse.newBuilder();
    JsonFormat.parser().merge(sum.getLocalValue().toString(), read);
    assertEquals(2, read.getMetrics().getAttemptedCount());
    assertEquals(read.getMetrics().getAttemptedList(), read.getMetrics().getCommittedList());
    assertEquals(
        3,
        read.getMetrics().getCommittedList().stream()
            .filter(info -> info.getLabelsOrDefault("PTRANSFORM", "").equals("Split"))
            .mapToInt(info -> info.getPayload().byteAt(0))
            .sum());
  }

  private static MetricsText counted(String step, long count) {
    MetricsContainerStepMap metrics = new MetricsContainerStepMap();
    metrics.getContainer(step).getCounter(NAME).inc(count);
    return new MetricsText(metrics);
  }
}

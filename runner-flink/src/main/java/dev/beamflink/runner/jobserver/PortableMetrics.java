package dev.beamflink.runner.jobserver;

import dev.beamflink.runner.result.MetricSnapshot;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.beam.model.jobmanagement.v1.JobApi.MetricResults;
import org.apache.beam.model.pipeline.v1.MetricsApi.MonitoringInfo;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.runners.core.metrics.MetricsContainerStepMap;
import org.apache.beam.runners.core.metrics.MonitoringInfoConstants.Labels;

/** A job's metrics for its client, who knows transforms by their ids. */
final class PortableMetrics {

  private final Map<String, String> idsByName = new HashMap<>();

  PortableMetrics(RunnerApi.Pipeline pipeline) {
    pipeline
        .getComponents()
        .getTransformsMap()
        .forEach((id, transform) -> idsByName.put(transform.getUniqueName(), id));
  }

  MetricResults of(MetricSnapshot snapshot) {
    return MetricResults.newBuilder()
        .addAllAttempted(infos(snapshot.attempted()))
        .addAllCommitted(infos(snapshot.committed()))
        .build();
  }

  private List<MonitoringInfo> infos(MetricsContainerStepMap steps) {
    return StreamSupport.stream(steps.getMonitoringInfos().spliterator(), false)
        .map(this::withId)
        .toList();
  }

  private MonitoringInfo withId(MonitoringInfo info) {
    String name = info.getLabelsOrDefault(Labels.PTRANSFORM, "");
    return info.toBuilder()
        .putLabels(Labels.PTRANSFORM, idsByName.getOrDefault(name, name))
        .build();
  }
}

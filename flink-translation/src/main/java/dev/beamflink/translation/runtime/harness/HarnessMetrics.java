package dev.beamflink.translation.runtime.harness;

import dev.beamflink.translation.runtime.stage.StageServices;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.ProcessBundleResponse;
import org.apache.beam.model.pipeline.v1.MetricsApi.MonitoringInfo;
import org.apache.beam.model.pipeline.v1.RunnerApi.Components;
import org.apache.beam.model.pipeline.v1.RunnerApi.PTransform;
import org.apache.beam.runners.core.metrics.MetricsContainerImpl;
import org.apache.beam.runners.core.metrics.MonitoringInfoConstants.Labels;
import org.apache.beam.sdk.metrics.MetricsContainer;

/**
 * Adds the user's metrics of finished bundles to those of the operator. An SDK names transforms by
 * their ids, the operator by their full names. Task thread only.
 */
final class HarnessMetrics {

  private static final String USER_METRIC = "beam:metric:user:";

  private final Components components;
  private final StageServices services;

  HarnessMetrics(Components components, StageServices services) {
    this.components = components;
    this.services = services;
  }

  /** Adds what one bundle has counted. */
  void add(ProcessBundleResponse response) {
    Map<String, List<MonitoringInfo>> byTransform = new LinkedHashMap<>();
    for (MonitoringInfo info : response.getMonitoringInfosList()) {
      PTransform transform =
          components
              .getTransformsMap()
              .get(info.getLabelsMap().getOrDefault(Labels.PTRANSFORM, ""));
      // What comes after an empty payload would be left out.
      if (transform != null
          && info.getUrn().startsWith(USER_METRIC)
          && !info.getPayload().isEmpty()) {
        byTransform.computeIfAbsent(transform.getUniqueName(), name -> new ArrayList<>()).add(info);
      }
    }
    byTransform.forEach((name, infos) -> container(name).update(infos));
  }

  private MetricsContainerImpl container(String transformName) {
    MetricsContainer container = services.metrics(transformName);
    if (container instanceof MetricsContainerImpl known) {
      return known;
    }
    throw new IllegalStateException(
        "Metrics are kept in a %s: a bug of the runner".formatted(container.getClass()));
  }
}

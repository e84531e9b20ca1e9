package dev.beamflink.runner;

import dev.beamflink.translation.runtime.metrics.MetricsAccumulator;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.beam.runners.core.metrics.MetricsContainerStepMap;
import org.apache.beam.sdk.metrics.MetricResults;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.core.execution.JobClient;

/**
 * Reads the Beam metrics of a job: live from the cluster, after its end from its result. What a
 * finished job has attempted counts as committed.
 */
final class JobMetrics {

  private final JobClient client;
  private final CompletableFuture<JobExecutionResult> end;

  JobMetrics(JobClient client, CompletableFuture<JobExecutionResult> end) {
    this.client = client;
    this.end = end;
  }

  MetricResults query() {
    MetricsContainerStepMap steps = new MetricsContainerStepMap();
    accumulators()
        .forEach(
            (name, value) -> {
              if (name.startsWith(MetricsAccumulator.NAME_PREFIX)) {
                steps.updateAll((MetricsContainerStepMap) value);
              }
            });
    boolean finished = end.isDone() && !end.isCompletedExceptionally();
    return finished
        ? MetricsContainerStepMap.asMetricResults(steps, steps)
        : MetricsContainerStepMap.asAttemptedOnlyMetricResults(steps);
  }

  private Map<String, Object> accumulators() {
    try {
      return end.isDone() ? end.get().getAllAccumulatorResults() : client.getAccumulators().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while reading metrics", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "The metrics of job %s can't be read: %s".formatted(client.getJobID(), e.getMessage()),
          e);
    }
  }
}

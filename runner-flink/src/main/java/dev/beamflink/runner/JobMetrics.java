package dev.beamflink.runner;

import dev.beamflink.translation.runtime.metrics.MetricsAccumulator;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.beam.runners.core.metrics.MetricsContainerStepMap;
import org.apache.beam.sdk.metrics.MetricResults;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.core.execution.JobClient;

/** Reads the Beam metrics of a job: live from the cluster, after its end from its result. */
final class JobMetrics {

  private final JobClient client;
  private final CompletableFuture<JobExecutionResult> end;
  private final boolean committedAtEnd;

  JobMetrics(JobClient client, CompletableFuture<JobExecutionResult> end, boolean committedAtEnd) {
    this.client = client;
    this.end = end;
    this.committedAtEnd = committedAtEnd;
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
    return committedAtEnd && finished
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

package dev.beamflink.runner.result;

import dev.beamflink.translation.runtime.metrics.MetricsAccumulator;
import dev.beamflink.translation.runtime.metrics.OperatorMetrics;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.beam.runners.core.metrics.MetricsContainerStepMap;
import org.apache.beam.sdk.metrics.MetricResults;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the Beam metrics of a job: live from the cluster, after its end from its result, and when
 * the cluster is gone, what was read last.
 *
 * <p>What a finished job has attempted is committed: each element has been processed once. Before
 * that, and if the job fails or is cancelled, what it had counted at the last complete exactly-once
 * checkpoint is committed, of each subtask the last that it has heard of.
 *
 * <p>Not so if the job went on from a checkpoint after a failure: what it counted up to that
 * checkpoint is lost, and nothing is answered rather than a wrong number.
 */
final class JobMetrics {

  private static final Logger LOG = LoggerFactory.getLogger(JobMetrics.class);

  private final SubmittedJob job;
  private volatile @Nullable Map<String, Object> last;

  JobMetrics(SubmittedJob job) {
    this.job = job;
  }

  /**
   * The metrics now.
   *
   * @throws IllegalStateException if the cluster does not answer and never did
   */
  MetricResults query() {
    MetricSnapshot now = snapshot();
    return ResultsWithHistograms.of(now.attempted(), now.committed());
  }

  /** The metrics now, as {@link #query} knows them. */
  MetricSnapshot snapshot() {
    // Asked first: what is read from a job that ends in between is not complete.
    boolean finished = job.isFinished();
    List<OperatorMetrics> operators = operators(accumulators());
    MetricsContainerStepMap attempted = new MetricsContainerStepMap();
    operators.forEach(operator -> attempted.updateAll(operator.attempted()));
    if (operators.stream().anyMatch(OperatorMetrics::continued)) {
      return new MetricSnapshot(attempted, new MetricsContainerStepMap());
    }
    if (finished) {
      return new MetricSnapshot(attempted, attempted);
    }
    MetricsContainerStepMap committed = new MetricsContainerStepMap();
    operators.stream()
        .filter(OperatorMetrics::hasCommitted)
        .forEach(operator -> committed.updateAll(operator.committed()));
    return new MetricSnapshot(attempted, committed);
  }

  private static List<OperatorMetrics> operators(Map<String, Object> accumulators) {
    return accumulators.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(MetricsAccumulator.NAME_PREFIX))
        .map(entry -> (OperatorMetrics) entry.getValue())
        .toList();
  }

  private Map<String, Object> accumulators() {
    try {
      Map<String, Object> read = job.accumulators();
      last = read;
      return read;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while reading metrics", e);
    } catch (ExecutionException | RuntimeException e) {
      return lastRead(e);
    }
  }

  private Map<String, Object> lastRead(Exception failure) {
    Map<String, Object> read = last;
    if (read == null) {
      throw new IllegalStateException(
          "The metrics of job %s can't be read: %s".formatted(job.id(), failure.getMessage()),
          failure);
    }
    LOG.warn(
        "The metrics of job {} can't be read any more; these are the last that were: {}",
        job.id(),
        failure.toString());
    return read;
  }
}

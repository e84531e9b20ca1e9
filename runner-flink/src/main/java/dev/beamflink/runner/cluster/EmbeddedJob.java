package dev.beamflink.runner.cluster;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.api.common.accumulators.AccumulatorHelper;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterJobClient;
import org.apache.flink.runtime.minicluster.MiniClusterJobClient.JobFinalizationBehavior;
import org.jspecify.annotations.Nullable;

/**
 * The job of an embedded cluster. Ends the cluster with the job, and still knows state and metrics
 * of the job then, which Flink's own client does not. Safe for any thread.
 */
final class EmbeddedJob implements JobClient {

  private final JobClient running;
  private final ClassLoader loader = Thread.currentThread().getContextClassLoader();
  private final CompletableFuture<JobResult> result;
  private final CompletableFuture<JobResult> closed;

  private EmbeddedJob(MiniCluster cluster, JobID id) {
    running = new MiniClusterJobClient(id, cluster, loader, JobFinalizationBehavior.NOTHING);
    result = cluster.requestJobResult(id);
    closed =
        result
            .thenCompose(ended -> cluster.closeAsync().thenApply(nothing -> ended))
            .exceptionallyCompose(
                failure ->
                    cluster
                        .closeAsync()
                        .thenCompose(nothing -> CompletableFuture.failedFuture(failure)));
  }

  /** A job that has just been submitted. The JVM does not end before it. */
  static EmbeddedJob started(MiniCluster cluster, JobID id) {
    EmbeddedJob job = new EmbeddedJob(cluster, id);
    // Flink's threads are daemons: a main() that does not wait would cut the job off in silence.
    new Thread(job::awaitEnd, "embedded Flink job " + id).start();
    return job;
  }

  private void awaitEnd() {
    try {
      closed.join();
    } catch (CompletionException e) {
      // Who waits for the job is told.
    }
  }

  private @Nullable JobResult ended() {
    return result.isDone() && !result.isCompletedExceptionally() ? result.join() : null;
  }

  @Override
  public JobID getJobID() {
    return running.getJobID();
  }

  @Override
  public CompletableFuture<JobStatus> getJobStatus() {
    JobResult ended = ended();
    return ended == null
        ? running.getJobStatus()
        : CompletableFuture.completedFuture(ended.getJobStatus().orElse(JobStatus.SUSPENDED));
  }

  @Override
  public CompletableFuture<Void> cancel() {
    return ended() == null ? running.cancel() : CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletableFuture<String> stopWithSavepoint(
      boolean terminate, @Nullable String directory, SavepointFormatType format) {
    if (!terminate || directory != null) {
      return running.stopWithSavepoint(terminate, directory, format);
    }
    // Nobody goes on from a drained job, so nobody should have to say where its savepoint goes.
    DrainDirectory unneeded = DrainDirectory.create();
    return running
        .stopWithSavepoint(true, unneeded.uri(), format)
        .whenComplete((savepoint, failure) -> unneeded.delete());
  }

  @Override
  public CompletableFuture<String> triggerSavepoint(
      @Nullable String directory, SavepointFormatType format) {
    return running.triggerSavepoint(directory, format);
  }

  @Override
  public CompletableFuture<Map<String, Object>> getAccumulators() {
    JobResult ended = ended();
    return ended == null
        ? running.getAccumulators()
        : CompletableFuture.completedFuture(accumulators(ended));
  }

  private Map<String, Object> accumulators(JobResult ended) {
    try {
      return AccumulatorHelper.deserializeAndUnwrapAccumulators(
          ended.getAccumulatorResults(), loader);
    } catch (IOException | ClassNotFoundException e) {
      throw new CompletionException("The metrics of the job can't be read", e);
    }
  }

  /** Completes when the job has ended and nothing of its cluster is left. */
  @Override
  public CompletableFuture<JobExecutionResult> getJobExecutionResult() {
    return closed.thenApply(
        ended -> {
          try {
            return ended.toJobExecutionResult(loader);
          } catch (Exception e) {
            throw new CompletionException(e);
          }
        });
  }
}

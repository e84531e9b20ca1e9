package dev.beamflink.runner.result;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricResults;
import org.apache.flink.core.execution.JobClient;
import org.jspecify.annotations.Nullable;

/** A submitted job as Beam's {@link PipelineResult}. Safe for any thread of the client. */
public final class FlinkPipelineResult implements PipelineResult {

  private final SubmittedJob job;
  private final EndWait wait;
  private final JobMetrics metrics;
  private final @Nullable String savepointDirectory;

  /**
   * @param wait what waiting for the end means
   * @param savepointDirectory where a drain writes its savepoint; null for that of the cluster
   */
  public FlinkPipelineResult(JobClient client, EndWait wait, @Nullable String savepointDirectory) {
    this.savepointDirectory = savepointDirectory;
    this.job = new SubmittedJob(client);
    this.wait = wait;
    this.metrics = new JobMetrics(job);
    wait.submitted(job);
  }

  @Override
  public State getState() {
    try {
      return job.state();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return State.UNKNOWN;
    }
  }

  /** Asks Flink to cancel the job, and returns before it has done so. */
  @Override
  public State cancel() throws IOException {
    if (!getState().isTerminal()) {
      try {
        job.cancel();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("Interrupted while cancelling job " + job.id(), e);
      } catch (ExecutionException | RuntimeException e) {
        throw new IOException(
            "Job %s can't be cancelled: %s".formatted(job.id(), e.getMessage()), e);
      }
    }
    return getState();
  }

  @Override
  @SuppressWarnings("NullAway") // without a limit there is always a state
  public State waitUntilFinish() {
    return await(EndWait.FOREVER);
  }

  /**
   * Ends the input of a streaming job and lets it process the rest: sources stop, restrictions are
   * truncated, and timers and windows fire. Needs a savepoint directory in Flink's configuration,
   * but for embedded clusters.
   *
   * @return completes when the job is about to end, or with the reason why it goes on
   */
  public CompletableFuture<?> drain() {
    return job.drain(savepointDirectory);
  }

  /**
   * @param duration how long to wait; less than one millisecond waits for ever
   * @return the state at the end, or null when the time was over first; a detached job's state of
   *     the moment
   */
  @Override
  @SuppressWarnings("NullAway") // null is what Beam specifies for a wait that ended too early
  public State waitUntilFinish(org.joda.time.Duration duration) {
    return await(
        duration.getMillis() < 1 ? EndWait.FOREVER : Duration.ofMillis(duration.getMillis()));
  }

  private @Nullable State await(Duration limit) {
    try {
      State state = wait.await(job, limit);
      if (state == State.FAILED || (state == State.UNKNOWN && !(wait instanceof NoWait))) {
        throw JobFailure.of(job);
      }
      return state;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return getState();
    }
  }

  @Override
  public MetricResults metrics() {
    return metrics.query();
  }

  /** The metrics in the form in which they can be sent on. */
  public MetricSnapshot metricSnapshot() {
    return metrics.snapshot();
  }
}

package dev.beamflink.runner.result;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.beam.sdk.PipelineResult.State;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.client.JobCancellationException;
import org.apache.flink.runtime.client.JobExecutionException;
import org.apache.flink.util.ExceptionUtils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A job, asked through Flink's client. Remembers how it ended, because its cluster may be gone
 * then. Safe for any thread.
 */
final class SubmittedJob {

  private static final Logger LOG = LoggerFactory.getLogger(SubmittedJob.class);

  private final JobClient client;
  private final ClassLoader userClasses = Thread.currentThread().getContextClassLoader();
  private volatile @Nullable CompletableFuture<JobExecutionResult> end;
  private volatile @Nullable State finalState;

  SubmittedJob(JobClient client) {
    this.client = client;
  }

  JobID id() {
    return client.getJobID();
  }

  /** Knows the classes of the user's exceptions. */
  ClassLoader userClasses() {
    return userClasses;
  }

  /** Starts to follow the job, if nobody has. */
  void follow() {
    CompletableFuture<JobExecutionResult> unused = end();
  }

  /**
   * Completes with the job. The first call starts to follow it, which keeps asking the cluster.
   *
   * @throws RuntimeException where Flink gives no such access, as after an upload in its web UI
   */
  synchronized CompletableFuture<JobExecutionResult> end() {
    CompletableFuture<JobExecutionResult> followed = end;
    if (followed == null) {
      followed = client.getJobExecutionResult();
      end = followed;
    }
    return followed;
  }

  /** Whether the end is known, and was a success. */
  boolean isFinished() {
    CompletableFuture<JobExecutionResult> followed = end;
    return followed != null && followed.isDone() && !followed.isCompletedExceptionally();
  }

  /** The state now; UNKNOWN if the cluster does not answer. */
  State state() throws InterruptedException {
    State known = finalState;
    if (known != null) {
      return known;
    }
    CompletableFuture<JobExecutionResult> followed = end;
    State ended = followed != null && followed.isDone() ? stateAtEnd() : State.UNKNOWN;
    return remember(ended == State.UNKNOWN ? ask() : ended);
  }

  /** The state when following ended: UNKNOWN if not the job failed but the connection to it. */
  State stateAtEnd() {
    return remember(end().handle((result, failure) -> stateAfter(failure)).join());
  }

  /** Why following ended, or null if the job was a success. Waits for the end. */
  @Nullable Throwable failure() {
    return end()
        .handle((result, failure) -> ExceptionUtils.stripCompletionException(failure))
        .join();
  }

  private State ask() throws InterruptedException {
    try {
      return stateOf(client.getJobStatus().get());
    } catch (ExecutionException | RuntimeException e) {
      LOG.debug("The state of job {} is not known", id(), e);
      return State.UNKNOWN;
    }
  }

  private static State stateAfter(@Nullable Throwable failure) {
    if (failure == null) {
      return State.DONE;
    }
    if (ExceptionUtils.findThrowable(failure, JobCancellationException.class).isPresent()) {
      return State.CANCELLED;
    }
    return ExceptionUtils.findThrowable(failure, JobExecutionException.class).isPresent()
        ? State.FAILED
        : State.UNKNOWN;
  }

  void cancel() throws InterruptedException, ExecutionException {
    client.cancel().get();
  }

  CompletableFuture<String> drain(@Nullable String savepointDirectory) {
    return new Drain(client, savepointDirectory).start();
  }

  /** The accumulators now, or those of the end. */
  Map<String, Object> accumulators() throws InterruptedException, ExecutionException {
    CompletableFuture<JobExecutionResult> followed = end;
    return followed != null && isFinished()
        ? followed.get().getAllAccumulatorResults()
        : client.getAccumulators().get();
  }

  private State remember(State state) {
    if (state.isTerminal()) {
      finalState = state;
    }
    return state;
  }

  private static State stateOf(JobStatus status) {
    return switch (status) {
      case FINISHED -> State.DONE;
      case FAILED -> State.FAILED;
      case CANCELED -> State.CANCELLED;
      case SUSPENDED -> State.STOPPED;
      case INITIALIZING, CREATED, RUNNING, FAILING, CANCELLING, RESTARTING, RECONCILING ->
          State.RUNNING;
    };
  }
}

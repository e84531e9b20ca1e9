package dev.beamflink.runner;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricResults;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.core.execution.JobClient;
import org.joda.time.Duration;
import org.jspecify.annotations.Nullable;

/** A submitted job as Beam's {@link PipelineResult}. Safe for any thread of the client. */
final class FlinkPipelineResult implements PipelineResult {

  private final JobClient client;
  private final JobMetrics metrics;
  private final CompletableFuture<JobExecutionResult> end;
  private volatile @Nullable State finalState;

  FlinkPipelineResult(JobClient client) {
    this.client = client;
    this.end = client.getJobExecutionResult();
    this.metrics = new JobMetrics(client, end);
  }

  @Override
  public State getState() {
    State known = finalState;
    if (known != null) {
      return known;
    }
    try {
      return remember(stateOf(client.getJobStatus().get()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return State.UNKNOWN;
    } catch (ExecutionException e) {
      // An embedded cluster is gone once its job has ended.
      return endStateIfKnown();
    }
  }

  private State endStateIfKnown() {
    if (!end.isDone()) {
      return State.UNKNOWN;
    }
    return remember(end.isCompletedExceptionally() ? State.FAILED : State.DONE);
  }

  @Override
  public State cancel() throws IOException {
    try {
      client.cancel().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while cancelling job " + client.getJobID(), e);
    } catch (ExecutionException e) {
      throw new IOException("Job %s can't be cancelled".formatted(client.getJobID()), e);
    }
    return getState();
  }

  @Override
  public State waitUntilFinish() {
    return waitUntilFinish(Duration.millis(-1));
  }

  /**
   * @param duration how long to wait; less than one millisecond waits for ever
   * @return the final state, or null when the time was over first
   */
  @Override
  @SuppressWarnings("NullAway") // null is what Beam specifies for a wait that ended too early
  public State waitUntilFinish(Duration duration) {
    try {
      if (duration.getMillis() < 1) {
        end.get();
      } else {
        end.get(duration.getMillis(), TimeUnit.MILLISECONDS);
      }
      return remember(State.DONE);
    } catch (TimeoutException e) {
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return getState();
    } catch (ExecutionException e) {
      return afterFailure(e.getCause() == null ? e : e.getCause());
    }
  }

  private State afterFailure(Throwable failure) {
    if (getState() == State.CANCELLED) {
      return State.CANCELLED;
    }
    remember(State.FAILED);
    throw JobFailure.of(failure, Thread.currentThread().getContextClassLoader());
  }

  @Override
  public MetricResults metrics() {
    return metrics.query();
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

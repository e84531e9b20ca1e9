package dev.beamflink.runner.jobserver;

import dev.beamflink.runner.result.FlinkPipelineResult;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.beam.model.jobmanagement.v1.JobApi.JobMessage;
import org.apache.beam.model.jobmanagement.v1.JobApi.JobMessage.MessageImportance;
import org.apache.beam.model.jobmanagement.v1.JobApi.JobMessagesResponse;
import org.apache.beam.model.jobmanagement.v1.JobApi.JobState;
import org.apache.beam.model.jobmanagement.v1.JobApi.JobStateEvent;
import org.apache.beam.model.jobmanagement.v1.JobApi.MetricResults;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.util.Timestamps;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.base.Throwables;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One job of the server, from its submission to its end and after: what has become of it, for any
 * number of clients. Safe for any thread.
 */
final class PortableJob {

  private static final Logger LOG = LoggerFactory.getLogger(PortableJob.class);

  /** Clients wait for a minute. */
  private static final Duration DRAIN_ANSWER = Duration.ofSeconds(10);

  private final String id;
  private final Preparation preparation;
  private final EventLog<JobStateEvent> states = new EventLog<>();
  private final EventLog<JobMessagesResponse> messages = new EventLog<>();

  // Guarded by this.
  private JobStateEvent current = event(JobState.Enum.STOPPED);
  private @Nullable PipelineResult result;
  private boolean cancelled;

  PortableJob(String id, Preparation preparation) {
    this.id = id;
    this.preparation = preparation;
    enter(JobState.Enum.STOPPED);
  }

  String id() {
    return id;
  }

  Preparation preparation() {
    return preparation;
  }

  /**
   * Submits the job and follows it to its end, which may be a failure of the submission.
   *
   * @param submission submits it and returns
   * @param atEnd is called ahead of the last state
   */
  void run(Callable<PipelineResult> submission, Consumer<PortableJob> atEnd) {
    toEnd(
        () -> {
          enter(JobState.Enum.STARTING);
          PipelineResult submitted = submission.call();
          if (submitted(submitted)) {
            submitted.cancel();
          } else {
            enter(JobState.Enum.RUNNING);
          }
          return submitted.waitUntilFinish();
        },
        atEnd);
  }

  /** Takes over a job that has been submitted before. */
  synchronized void takeOver(PipelineResult running) {
    result = running;
    enter(JobState.Enum.RUNNING);
  }

  /**
   * Follows a job that was taken over to its end.
   *
   * @param atEnd is called ahead of the last state
   */
  void follow(PipelineResult running, Consumer<PortableJob> atEnd) {
    toEnd(running::waitUntilFinish, atEnd);
  }

  private void toEnd(Callable<PipelineResult.State> job, Consumer<PortableJob> atEnd) {
    JobState.Enum last = JobState.Enum.FAILED;
    try {
      last = endOf(job.call());
    } catch (Throwable failure) { // also what is missing on the class path must be told
      LOG.error("Job {} has failed", id, failure);
      tell(failure, hasRun() ? FailureText.ofRun(failure) : FailureText.ofSubmission(failure));
    } finally {
      atEnd.accept(this);
      enter(last);
      states.end();
      messages.end();
    }
  }

  /** Keeps the result; answers whether the job was cancelled before there was one. */
  private synchronized boolean submitted(PipelineResult submitted) {
    result = submitted;
    return cancelled;
  }

  private synchronized boolean hasRun() {
    return result != null;
  }

  /** The whole story for who debugs, and last what the user must know. */
  private void tell(Throwable failure, String text) {
    say(MessageImportance.JOB_MESSAGE_DEBUG, Throwables.getStackTraceAsString(failure));
    say(MessageImportance.JOB_MESSAGE_ERROR, text);
  }

  private synchronized void say(MessageImportance importance, String text) {
    messages.add(
        JobMessagesResponse.newBuilder()
            .setMessageResponse(
                JobMessage.newBuilder()
                    .setTime(Timestamps.toString(Timestamps.fromMillis(now())))
                    .setImportance(importance)
                    .setMessageText(text))
            .build());
  }

  private synchronized void enter(JobState.Enum state) {
    current = event(state);
    states.add(current);
    messages.add(JobMessagesResponse.newBuilder().setStateResponse(current).build());
  }

  private static JobStateEvent event(JobState.Enum state) {
    return JobStateEvent.newBuilder()
        .setState(state)
        .setTimestamp(Timestamps.fromMillis(now()))
        .build();
  }

  private static long now() {
    return System.currentTimeMillis();
  }

  private synchronized JobState.Enum endOf(PipelineResult.State state) {
    return switch (state) {
      case DONE ->
          current.getState() == JobState.Enum.DRAINING ? JobState.Enum.DRAINED : JobState.Enum.DONE;
      case CANCELLED -> JobState.Enum.CANCELLED;
      default -> JobState.Enum.FAILED;
    };
  }

  synchronized JobStateEvent state() {
    return current;
  }

  /** All state changes from the first on; ends with the last. */
  EventLog<JobStateEvent> states() {
    return states;
  }

  /** Messages and state changes in the order of their happening; ends with the last state. */
  EventLog<JobMessagesResponse> messages() {
    return messages;
  }

  /** Asks for the end of the job; answers the state after that. */
  JobState.Enum cancel() throws IOException {
    PipelineResult submitted;
    synchronized (this) {
      if (isTerminal(current.getState())) {
        return current.getState();
      }
      cancelled = true;
      enter(JobState.Enum.CANCELLING);
      submitted = result;
    }
    if (submitted != null) {
      submitted.cancel();
    }
    return state().getState();
  }

  /**
   * Ends the job's input and lets it process the rest. Answers the state after that; what keeps the
   * job from being drained shows within that time as a rule, and is a message else.
   *
   * @throws NotDrainableException if the job goes on as before
   */
  JobState.Enum drain() throws InterruptedException {
    FlinkPipelineResult running;
    synchronized (this) {
      if (current.getState() != JobState.Enum.RUNNING) {
        return stateOfNoDrain();
      }
      if (!(result instanceof FlinkPipelineResult submitted)) {
        throw new NotDrainableException(id);
      }
      running = submitted;
      enter(JobState.Enum.DRAINING);
    }
    CompletableFuture<Void> drained = running.drain().handle((nothing, failure) -> goOn(failure));
    try {
      drained.get(DRAIN_ANSWER.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new NotDrainableException(id, e);
    } catch (TimeoutException e) {
      LOG.debug("Job {} is being drained", id);
    }
    return state().getState();
  }

  /** A second drain changes nothing, nor does one of a job that ends. */
  private JobState.Enum stateOfNoDrain() {
    return switch (current.getState()) {
      case STOPPED, STARTING -> throw new NotDrainableException(id);
      default -> current.getState();
    };
  }

  /** Takes a drain back that has failed, unless the job has ended or is cancelled. */
  private synchronized @Nullable Void goOn(@Nullable Throwable failure) {
    if (failure == null) {
      return null;
    }
    if (current.getState() == JobState.Enum.DRAINING) {
      say(
          MessageImportance.JOB_MESSAGE_WARNING,
          String.valueOf(new NotDrainableException(id, failure).getMessage()));
      enter(JobState.Enum.RUNNING);
    }
    throw new CompletionException(failure);
  }

  boolean hasEnded() {
    return isTerminal(state().getState());
  }

  private static boolean isTerminal(JobState.Enum state) {
    return switch (state) {
      case DONE, FAILED, CANCELLED, DRAINED -> true;
      default -> false;
    };
  }

  /** The metrics now; none while there is nothing to ask. */
  MetricResults metrics() {
    PipelineResult submitted;
    synchronized (this) {
      submitted = result;
    }
    return submitted instanceof FlinkPipelineResult asked
        ? new PortableMetrics(preparation.pipeline()).of(asked.metricSnapshot())
        : MetricResults.getDefaultInstance();
  }
}

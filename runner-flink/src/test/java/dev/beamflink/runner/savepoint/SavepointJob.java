package dev.beamflink.runner.savepoint;

import dev.beamflink.model.problem.Problems;
import dev.beamflink.runner.PipelineExecution;
import dev.beamflink.runner.cluster.JobSubmitter;
import dev.beamflink.runner.cluster.TestCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.CheckpointException;
import org.apache.flink.runtime.checkpoint.CheckpointFailureReason;
import org.apache.flink.runtime.dispatcher.UnavailableDispatcherOperationException;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.ExceptionUtils;
import org.jspecify.annotations.Nullable;

/** A running job of a {@link SavepointPipeline}, on the cluster of this JVM's tests. */
final class SavepointJob {

  private static final Duration DEADLINE = Duration.ofSeconds(60);

  private final Trace trace;
  private final JobClient client;

  private SavepointJob(Trace trace, JobClient client) {
    this.trace = trace;
    this.client = client;
  }

  /**
   * Submits the pipeline.
   *
   * @param checkpointing how often checkpoints are taken
   * @param savepoint to start from, or null
   */
  static SavepointJob start(
      SavepointPipeline pipeline,
      Gates gates,
      int parallelism,
      Duration checkpointing,
      @Nullable String savepoint) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--runner=TestFlinkRunner",
                "--jobName=" + pipeline,
                "--streaming",
                "--parallelism=" + parallelism,
                "--autoWatermarkInterval=5",
                "--checkpointingInterval=" + checkpointing.toMillis()));
    if (savepoint != null) {
      arguments.add("--savepointPath=" + savepoint);
    }
    FlinkPipelineOptions options =
        PipelineOptionsFactory.fromArgs(arguments.toArray(String[]::new))
            .as(FlinkPipelineOptions.class);
    Trace trace = Trace.create();
    Pipeline beam = Pipeline.create(options);
    pipeline.lines(beam, gates, trace).apply("Judge", new Judge(trace));
    Submission submission = new Submission(TestCluster.choose(options, new Problems()));
    new PipelineExecution(options, (same, problems) -> Optional.of(submission)).run(beam);
    return new SavepointJob(trace, submission.client.orElseThrow());
  }

  /** How many elements have been counted. */
  long passed() {
    return trace.passed();
  }

  void awaitPassed(long count) throws Exception {
    Instant deadline = Instant.now().plus(DEADLINE);
    while (trace.passed() < count) {
      if (Instant.now().isAfter(deadline)) {
        throw new AssertionError("Only %d of %d elements".formatted(trace.passed(), count));
      }
      if (client.getJobStatus().get().isGloballyTerminalState()) {
        client.getJobExecutionResult().get();
        throw new AssertionError("The job has ended");
      }
      TimeUnit.MILLISECONDS.sleep(2);
    }
  }

  /** Waits for the end of the job; answers its results, sorted. */
  List<String> awaitLines() throws Exception {
    client.getJobExecutionResult().get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
    return trace.lines();
  }

  /** Stops the job; asks again while Flink refuses that because it starts. */
  String stop(Path directory) throws Exception {
    Instant deadline = Instant.now().plus(DEADLINE);
    while (true) {
      try {
        String savepoint =
            client
                .stopWithSavepoint(false, directory.toString(), SavepointFormatType.CANONICAL)
                .get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
        client.getJobExecutionResult().get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
        return savepoint;
      } catch (ExecutionException e) {
        if (!tasksStart(e) || Instant.now().isAfter(deadline)) {
          throw e;
        }
        TimeUnit.MILLISECONDS.sleep(5);
      }
    }
  }

  private static boolean tasksStart(ExecutionException failure) {
    return ExceptionUtils.findThrowable(failure, UnavailableDispatcherOperationException.class)
            .isPresent()
        || ExceptionUtils.findThrowable(failure, CheckpointException.class)
            .map(CheckpointException::getCheckpointFailureReason)
            .filter(CheckpointFailureReason.NOT_ALL_REQUIRED_TASKS_RUNNING::equals)
            .isPresent();
  }

  /** Ends the job, whatever it does. */
  void cancel() throws Exception {
    if (!client.getJobStatus().get().isGloballyTerminalState()) {
      client.cancel().get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
    }
  }

  /** Keeps the client of what is submitted. */
  private static final class Submission implements JobSubmitter {

    private final JobSubmitter cluster;
    private Optional<JobClient> client = Optional.empty();

    private Submission(Optional<JobSubmitter> cluster) {
      this.cluster = cluster.orElseThrow();
    }

    @Override
    public StreamExecutionEnvironment environment(Configuration jobConfiguration) {
      return cluster.environment(jobConfiguration);
    }

    @Override
    public JobClient submit(StreamExecutionEnvironment environment, String jobName)
        throws Exception {
      JobClient submitted = cluster.submit(environment, jobName);
      client = Optional.of(submitted);
      return submitted;
    }
  }
}

package dev.beamflink.translation.testkit;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.client.program.ClusterClient;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.CheckpointException;
import org.apache.flink.runtime.checkpoint.CheckpointFailureReason;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.executiongraph.AccessExecutionVertex;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.test.util.MiniClusterWithClientResource;
import org.apache.flink.util.ExceptionUtils;

/** A MiniCluster and what tests do with jobs on it. Every wait has a deadline. */
public final class TestCluster implements AutoCloseable {

  private static final Duration DEADLINE = Duration.ofSeconds(60);

  /** A task that does not run yet, and one that ended after it was asked for its checkpoint. */
  private static final Set<CheckpointFailureReason> TASK_IN_TRANSITION =
      Set.of(
          CheckpointFailureReason.NOT_ALL_REQUIRED_TASKS_RUNNING,
          CheckpointFailureReason.TASK_CHECKPOINT_FAILURE);

  private final MiniClusterWithClientResource cluster;
  private final Set<JobID> jobs = ConcurrentHashMap.newKeySet();

  public TestCluster() throws Exception {
    cluster =
        new MiniClusterWithClientResource(
            new MiniClusterResourceConfiguration.Builder()
                .setNumberTaskManagers(1)
                .setNumberSlotsPerTaskManager(4)
                .build());
    cluster.before();
  }

  public static StreamExecutionEnvironment streaming(int parallelism, Configuration configuration) {
    StreamExecutionEnvironment environment = new StreamExecutionEnvironment(configuration);
    environment.setParallelism(parallelism);
    return environment;
  }

  private ClusterClient<?> client() {
    return cluster.getClusterClient();
  }

  public JobID submit(StreamExecutionEnvironment environment) throws Exception {
    return submit(environment.getStreamGraph());
  }

  public JobID submitFrom(String savepoint, StreamExecutionEnvironment environment)
      throws Exception {
    StreamGraph graph = environment.getStreamGraph();
    graph.setSavepointRestoreSettings(
        SavepointRestoreSettings.forPath(savepoint, false, RecoveryClaimMode.NO_CLAIM));
    return submit(graph);
  }

  private JobID submit(StreamGraph graph) throws Exception {
    JobID job = client().submitJob(graph.getJobGraph()).get(60, TimeUnit.SECONDS);
    jobs.add(job);
    return job;
  }

  /** Waits until the job has ended by itself; throws what it failed with. */
  public void awaitEnd(JobID job) throws Exception {
    JobResult result = client().requestJobResult(job).get(60, TimeUnit.SECONDS);
    if (result.getSerializedThrowable().isPresent()) {
      throw new AssertionError("The job failed", result.getSerializedThrowable().get());
    }
    jobs.remove(job);
  }

  /** What the job failed with. */
  public Throwable awaitFailure(JobID job) throws Exception {
    JobResult result = client().requestJobResult(job).get(60, TimeUnit.SECONDS);
    jobs.remove(job);
    return result
        .getSerializedThrowable()
        .orElseThrow(() -> new AssertionError("The job did not fail"))
        .deserializeError(getClass().getClassLoader());
  }

  /** Waits until a checkpoint can be triggered. */
  public void awaitRunning(JobID job) throws InterruptedException {
    await("all tasks run", () -> allTasksRun(job));
  }

  private boolean allTasksRun(JobID job) {
    try {
      if (status(job) != JobStatus.RUNNING) {
        return false;
      }
      for (AccessExecutionVertex vertex :
          cluster
              .getMiniCluster()
              .getExecutionGraph(job)
              .get(60, TimeUnit.SECONDS)
              .getAllExecutionVertices()) {
        if (vertex.getExecutionState() != ExecutionState.RUNNING) {
          return false;
        }
      }
      return true;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /**
   * Stops the job with a savepoint. Flink refuses that, and lets the job run on, while a task
   * starts or ends: then it is asked again, as a user would.
   */
  public String stop(JobID job, boolean drain, Path directory) throws Exception {
    return stop(job, drain, directory, SavepointFormatType.CANONICAL);
  }

  public String stop(JobID job, boolean drain, Path directory, SavepointFormatType format)
      throws Exception {
    Instant deadline = Instant.now().plus(DEADLINE);
    while (true) {
      try {
        return client()
            .stopWithSavepoint(job, drain, directory.toString(), format)
            .get(60, TimeUnit.SECONDS);
      } catch (ExecutionException e) {
        if (!isForTasksInTransition(e) || Instant.now().isAfter(deadline)) {
          throw e;
        }
        TimeUnit.MILLISECONDS.sleep(5);
      }
    }
  }

  private static boolean isForTasksInTransition(ExecutionException failure) {
    return ExceptionUtils.findThrowable(failure, CheckpointException.class)
        .map(CheckpointException::getCheckpointFailureReason)
        .filter(TASK_IN_TRANSITION::contains)
        .isPresent();
  }

  /** Cancels the job and waits until it has ended. */
  public void cancel(JobID job) throws Exception {
    client().cancel(job).get(60, TimeUnit.SECONDS);
    client().requestJobResult(job).get(60, TimeUnit.SECONDS);
    jobs.remove(job);
  }

  /** How many checkpoints of a job that runs have completed. */
  public long completedCheckpoints(JobID job) {
    try {
      return cluster
          .getMiniCluster()
          .getExecutionGraph(job)
          .get(60, TimeUnit.SECONDS)
          .getCheckpointStatsSnapshot()
          .getCounts()
          .getNumberOfCompletedCheckpoints();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  public JobStatus status(JobID job) throws Exception {
    return client().getJobStatus(job).get(60, TimeUnit.SECONDS);
  }

  /** Polls a condition that other threads make true. */
  public static void await(String what, BooleanSupplier condition) throws InterruptedException {
    Instant deadline = Instant.now().plus(DEADLINE);
    while (!condition.getAsBoolean()) {
      if (Instant.now().isAfter(deadline)) {
        throw new AssertionError("Not within " + DEADLINE + ": " + what);
      }
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  @Override
  public void close() throws Exception {
    for (JobID job : jobs) {
      if (!status(job).isGloballyTerminalState()) {
        client().cancel(job).get(60, TimeUnit.SECONDS);
      }
    }
    cluster.after();
  }
}

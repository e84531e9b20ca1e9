package dev.beamflink.runner.savepoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.model.problem.Problems;
import dev.beamflink.runner.PipelineExecution;
import dev.beamflink.runner.cluster.JobSubmitter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.runners.flink.FlinkRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.flink.client.deployment.executors.PipelineExecutorUtils;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.executiongraph.AccessExecutionJobVertex;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.runtime.minicluster.MiniClusterJobClient;
import org.apache.flink.runtime.minicluster.MiniClusterJobClient.JobFinalizationBehavior;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.jspecify.annotations.Nullable;

/** A Flink in this JVM whose jobs can be stopped with a savepoint. */
public final class SavepointCluster implements JobSubmitter, AutoCloseable {

  private static final Duration TIME_LIMIT = Duration.ofSeconds(120);
  private static final int PAUSE_MILLIS = 20;

  private final MiniCluster cluster;
  private @Nullable JobClient job;

  public SavepointCluster() throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(RestOptions.BIND_PORT, "0");
    cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(4)
                .build());
    cluster.start();
  }

  /** Starts a pipeline with state, as a streaming job. */
  public PipelineResult start(Consumer<Pipeline> builder, String... arguments) {
    List<String> all =
        new ArrayList<>(List.of("--streaming", "--parallelism=1", "--numberOfExecutionRetries=0"));
    all.addAll(List.of(arguments));
    if (all.stream().noneMatch(argument -> argument.startsWith("--checkpointingInterval"))) {
      all.add("--checkpointingInterval=100");
    }
    FlinkPipelineOptions options =
        PipelineOptionsFactory.fromArgs(all.toArray(String[]::new)).as(FlinkPipelineOptions.class);
    options.setRunner(FlinkRunner.class);
    Pipeline pipeline = Pipeline.create(options);
    builder.accept(pipeline);
    return new PipelineExecution(options, (chosen, problems) -> Optional.of(this)).run(pipeline);
  }

  /** Stops the job that was started last; answers where its savepoint is. */
  public String stop(Path directory, SavepointFormatType format) throws Exception {
    return job().stopWithSavepoint(false, directory.toUri().toString(), format).get();
  }

  /** Waits until a source has ended. A savepoint that is taken at that very moment fails. */
  public void awaitEndOf(String source) throws Exception {
    await(() -> hasEnded(source));
  }

  private boolean hasEnded(String source) {
    for (AccessExecutionJobVertex task :
        cluster.getExecutionGraph(job().getJobID()).join().getVerticesTopologically()) {
      if (task.getName().startsWith("Source: " + source)) {
        return task.getAggregateState() == ExecutionState.FINISHED;
      }
    }
    throw new IllegalArgumentException("There is no source " + source);
  }

  /** Ends the job that was started last. */
  public void cancel() throws Exception {
    job().cancel().get();
  }

  private JobClient job() {
    return Objects.requireNonNull(job, "no job was started");
  }

  /** Waits until something has become true while the job runs. */
  public void await(BooleanSupplier condition) throws Exception {
    Instant deadline = Instant.now().plus(TIME_LIMIT);
    while (!condition.getAsBoolean()) {
      assertTrue(Instant.now().isBefore(deadline), () -> "in time; so far " + Journal.entries());
      if (job().getJobStatus().get().isTerminalState()) {
        job().getJobExecutionResult().get(); // throws why
        assertEquals(true, condition.getAsBoolean(), "the job has ended");
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  @Override
  public void check(Problems problems) {}

  @Override
  public StreamExecutionEnvironment environment(Configuration jobConfiguration) {
    Configuration configuration = new Configuration();
    configuration.set(CheckpointingOptions.FS_SMALL_FILE_THRESHOLD, MemorySize.ZERO);
    configuration.addAll(jobConfiguration);
    return StreamExecutionEnvironment.createLocalEnvironment(1, configuration);
  }

  @Override
  public JobClient submit(StreamExecutionEnvironment environment, String jobName) throws Exception {
    StreamGraph graph = environment.getStreamGraph();
    graph.setJobName(jobName);
    StreamGraph ready =
        PipelineExecutorUtils.getStreamGraph(
            graph, new Configuration((Configuration) environment.getConfiguration()));
    job =
        new MiniClusterJobClient(
            cluster.submitJob(ready).get().getJobID(),
            cluster,
            getClass().getClassLoader(),
            JobFinalizationBehavior.NOTHING);
    return job;
  }

  @Override
  public void close() {
    try {
      cluster.closeAsync().join();
    } catch (CompletionException e) {
      throw new IllegalStateException("The cluster does not end", e);
    }
  }
}

package dev.beamflink.runner.cluster;

import dev.beamflink.model.problem.Problems;
import java.util.concurrent.CompletionException;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.flink.client.deployment.executors.LocalExecutor;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;

/** A Flink cluster in this JVM, started for one job and ended with it. */
final class EmbeddedCluster implements JobSubmitter {

  private static final String PARENT_FIRST = "parent-first";

  private final FlinkPipelineOptions options;

  EmbeddedCluster(FlinkPipelineOptions options) {
    this.options = options;
  }

  @Override
  public void check(Problems problems) {
    String savepoint = options.getSavepointPath();
    if (savepoint != null) {
      SavepointPathCheck.check(savepoint, true, problems);
    }
    EmbeddedStateBackend.check(options, problems);
  }

  // Not createLocalEnvironment: 'flink run' forbids it to the programs that it calls.
  @Override
  public StreamExecutionEnvironment environment(Configuration jobConfiguration) {
    Configuration configuration = ConfiguredFlink.of(options);
    configuration.addAll(jobConfiguration);
    configuration.set(DeploymentOptions.TARGET, LocalExecutor.NAME);
    configuration.set(DeploymentOptions.ATTACHED, true);
    if (configuration.contains(PipelineOptions.JARS)) {
      // What jars of the job use of Beam must be what the runner uses, which they may hold too.
      configuration.set(CoreOptions.CLASSLOADER_RESOLVE_ORDER, PARENT_FIRST);
    }
    if (!configuration.contains(CoreOptions.DEFAULT_PARALLELISM)) {
      configuration.set(
          CoreOptions.DEFAULT_PARALLELISM, StreamExecutionEnvironment.getDefaultLocalParallelism());
    }
    return new StreamExecutionEnvironment(configuration);
  }

  @Override
  public JobClient submit(StreamExecutionEnvironment environment, String jobName) throws Exception {
    StreamGraph graph = LocalSubmission.graph(environment, jobName);
    MiniCluster cluster =
        new MiniCluster(
            EmbeddedClusterSize.of(
                (Configuration) environment.getConfiguration(), graph.getMaximumParallelism()));
    try {
      cluster.start();
      return EmbeddedJob.started(cluster, LocalSubmission.submit(cluster, graph));
    } catch (Exception e) {
      end(cluster, e);
      throw e;
    }
  }

  private static void end(MiniCluster cluster, Exception failure) {
    try {
      cluster.closeAsync().join();
    } catch (CompletionException e) {
      failure.addSuppressed(e);
    }
  }

  @Override
  public String toString() {
    return "an embedded Flink";
  }
}

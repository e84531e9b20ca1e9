package dev.beamflink.runner.cluster;

import dev.beamflink.model.problem.Problems;
import java.util.Optional;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.RestartStrategyOptions.RestartStrategyType;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.runtime.minicluster.MiniClusterJobClient;
import org.apache.flink.runtime.minicluster.MiniClusterJobClient.JobFinalizationBehavior;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The one Flink mini cluster of a JVM that runs tests, as one pipeline sees it. Starts with the
 * first job and ends with the JVM, so that hundreds of small jobs share its start.
 *
 * <p>A job that fails is not restarted, unless options or configuration say so: a test wants to see
 * its failure.
 */
public final class TestCluster implements JobSubmitter {

  private static final int TASK_MANAGERS = 1;
  private static final int SLOTS = 16; // more than any test's parallelism
  private static final MemorySize NETWORK_MEMORY = MemorySize.ofMebiBytes(128);

  private final FlinkPipelineOptions options;

  private TestCluster(FlinkPipelineOptions options) {
    this.options = options;
  }

  /** The cluster of this JVM; any {@code --flinkMaster} is ignored. */
  public static Optional<JobSubmitter> choose(FlinkPipelineOptions options, Problems problems) {
    return Optional.of(new TestCluster(options));
  }

  private static final class Holder {
    static final MiniCluster CLUSTER = start();

    private static MiniCluster start() {
      Configuration configuration = new Configuration();
      configuration.set(RestOptions.BIND_PORT, "0");
      configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, NETWORK_MEMORY);
      configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, NETWORK_MEMORY);
      MiniCluster cluster =
          new MiniCluster(
              new MiniClusterConfiguration.Builder()
                  .setConfiguration(configuration)
                  .setNumTaskManagers(TASK_MANAGERS)
                  .setNumSlotsPerTaskManager(SLOTS)
                  .build());
      try {
        cluster.start();
      } catch (Exception e) {
        throw new IllegalStateException("The mini cluster for tests does not start", e);
      }
      Runtime.getRuntime()
          .addShutdownHook(new Thread(() -> stop(cluster), "stop the mini cluster for tests"));
      return cluster;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the JVM ends, whether the cluster does or not
    private static void stop(MiniCluster cluster) {
      cluster.closeAsync();
    }
  }

  @Override
  public void check(Problems problems) {
    EmbeddedStateBackend.check(options, problems);
  }

  @Override
  public StreamExecutionEnvironment environment(Configuration jobConfiguration) {
    Configuration configuration = new Configuration();
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY,
        RestartStrategyType.NO_RESTART_STRATEGY.getMainValue());
    configuration.addAll(ConfiguredFlink.ofOption(options));
    configuration.addAll(jobConfiguration);
    return StreamExecutionEnvironment.createLocalEnvironment(
        Math.min(SLOTS, StreamExecutionEnvironment.getDefaultLocalParallelism()), configuration);
  }

  @Override
  public JobClient submit(StreamExecutionEnvironment environment, String jobName) throws Exception {
    MiniCluster cluster = Holder.CLUSTER;
    return new MiniClusterJobClient(
        LocalSubmission.submit(cluster, LocalSubmission.graph(environment, jobName)),
        cluster,
        Thread.currentThread().getContextClassLoader(),
        JobFinalizationBehavior.NOTHING);
  }

  @Override
  public String toString() {
    return "the cluster of this JVM's tests";
  }
}

package dev.beamflink.runner;

import org.apache.flink.client.deployment.executors.PipelineExecutorUtils;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.runtime.minicluster.MiniClusterJobClient;
import org.apache.flink.runtime.minicluster.MiniClusterJobClient.JobFinalizationBehavior;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;

/**
 * The one Flink mini cluster of a JVM that runs tests. Starts with the first job and ends with the
 * JVM, so that hundreds of small jobs share its start.
 */
public final class TestCluster implements JobSubmitter {

  private static final int TASK_MANAGERS = 1;
  private static final int SLOTS = 16; // more than any test's parallelism
  private static final MemorySize NETWORK_MEMORY = MemorySize.ofMebiBytes(128);

  private final MiniCluster cluster;

  private TestCluster() {
    Configuration configuration = new Configuration();
    configuration.set(RestOptions.BIND_PORT, "0");
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, NETWORK_MEMORY);
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, NETWORK_MEMORY);
    cluster =
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
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop the mini cluster for tests"));
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the JVM ends, whether the cluster does or not
  private void stop() {
    cluster.closeAsync();
  }

  /** The cluster of this JVM, started when first asked for. */
  public static JobSubmitter submitter() {
    return Holder.CLUSTER;
  }

  private static final class Holder {
    static final TestCluster CLUSTER = new TestCluster();
  }

  @Override
  public StreamExecutionEnvironment environment(Configuration jobConfiguration) {
    return StreamExecutionEnvironment.createLocalEnvironment(jobConfiguration);
  }

  @Override
  public JobClient submit(StreamExecutionEnvironment environment, String jobName) throws Exception {
    StreamGraph topology = environment.getStreamGraph();
    topology.setJobName(jobName);
    // Gives the graph its job id and what else an executor sets.
    StreamGraph graph =
        PipelineExecutorUtils.getStreamGraph(
            topology, new Configuration((Configuration) environment.getConfiguration()));
    var submitted = cluster.submitJob(graph).get();
    return new MiniClusterJobClient(
        submitted.getJobID(),
        cluster,
        Thread.currentThread().getContextClassLoader(),
        JobFinalizationBehavior.NOTHING);
  }
}

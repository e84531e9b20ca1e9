package dev.beamflink.runner.cluster;

import org.apache.flink.api.common.JobID;
import org.apache.flink.client.deployment.executors.PipelineExecutorUtils;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;

/** Hands jobs to a cluster in this JVM. */
final class LocalSubmission {

  private LocalSubmission() {}

  /** What was built in the environment, ready for submission. */
  static StreamGraph graph(StreamExecutionEnvironment environment, String jobName)
      throws Exception {
    StreamGraph graph = environment.getStreamGraph();
    graph.setJobName(jobName);
    // Gives the graph its job id, the savepoint to start from, and what else an executor sets.
    return PipelineExecutorUtils.getStreamGraph(
        graph, new Configuration((Configuration) environment.getConfiguration()));
  }

  /** Submits a graph and returns when the cluster has accepted it. */
  static JobID submit(MiniCluster cluster, StreamGraph graph) throws Exception {
    return cluster.submitJob(graph).get().getJobID();
  }
}

package dev.beamflink.runner;

import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Submits to the master that the options name: surrounding, embedded or remote. */
public final class ClusterSubmitter implements JobSubmitter {

  private final FlinkPipelineOptions options;

  public ClusterSubmitter(FlinkPipelineOptions options) {
    this.options = options;
  }

  @Override
  public StreamExecutionEnvironment environment(Configuration jobConfiguration) {
    String master = options.getFlinkMaster();
    if (master.equals("[local]")) {
      return StreamExecutionEnvironment.createLocalEnvironment(jobConfiguration);
    }
    return StreamExecutionEnvironment.getExecutionEnvironment(jobConfiguration);
  }

  @Override
  public JobClient submit(StreamExecutionEnvironment environment, String jobName) throws Exception {
    return environment.executeAsync(jobName);
  }
}

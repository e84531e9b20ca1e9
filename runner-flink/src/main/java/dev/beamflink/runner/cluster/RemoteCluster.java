package dev.beamflink.runner.cluster;

import dev.beamflink.model.problem.Problems;
import dev.beamflink.runner.options.OptionProblems;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.flink.client.deployment.executors.RemoteExecutor;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** A running cluster, reached through its REST interface; the jars travel with the job. */
final class RemoteCluster implements JobSubmitter {

  private final MasterAddress address;
  private final FlinkPipelineOptions options;

  RemoteCluster(MasterAddress address, FlinkPipelineOptions options) {
    this.address = address;
    this.options = options;
  }

  @Override
  public void check(Problems problems) {
    new RestProbe(address)
        .problem(ConfiguredFlink.encryptsRest(options))
        .ifPresent(
            why ->
                problems.add(
                    OptionProblems.of(
                        "flinkMaster",
                        "is '%s', which %s".formatted(options.getFlinkMaster(), why),
                        "Start the cluster, or name the address of its REST interface and web UI")));
    String savepoint = options.getSavepointPath();
    if (savepoint != null) {
      SavepointPathCheck.check(savepoint, MasterAddress.isThisMachine(address.host()), problems);
    }
  }

  // Not createRemoteEnvironment: it forgets the savepoint of the configuration.
  @Override
  public StreamExecutionEnvironment environment(Configuration jobConfiguration) {
    Configuration configuration = ConfiguredFlink.of(options);
    configuration.addAll(jobConfiguration);
    configuration.set(DeploymentOptions.TARGET, RemoteExecutor.NAME);
    configuration.set(DeploymentOptions.ATTACHED, true);
    address.write(configuration);
    List<String> jars = new ArrayList<>(StagedJars.of(options));
    jars.addAll(jobConfiguration.getOptional(PipelineOptions.JARS).orElse(List.of()));
    configuration.set(PipelineOptions.JARS, jars);
    return new StreamExecutionEnvironment(configuration);
  }

  @Override
  public JobClient submit(StreamExecutionEnvironment environment, String jobName) throws Exception {
    return environment.executeAsync(jobName);
  }

  @Override
  public String toString() {
    return "the cluster at " + options.getFlinkMaster();
  }
}

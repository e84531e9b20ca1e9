package dev.beamflink.runner.cluster;

import dev.beamflink.model.problem.Problems;
import dev.beamflink.runner.options.OptionProblems;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.LocalStreamEnvironment;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The cluster that Flink runs this program for: {@code flink run}, the web UI's upload, application
 * mode. Flink has put it into the thread's context, jars and configuration included.
 */
final class SurroundingCluster implements JobSubmitter {

  private final FlinkPipelineOptions options;

  SurroundingCluster(FlinkPipelineOptions options) {
    this.options = options;
  }

  /** Whether Flink called this program. */
  static boolean exists() {
    return !(StreamExecutionEnvironment.getExecutionEnvironment()
        instanceof LocalStreamEnvironment);
  }

  @Override
  public void check(Problems problems) {
    String savepoint = options.getSavepointPath();
    if (savepoint == null) {
      return;
    }
    ReadableConfig context =
        StreamExecutionEnvironment.getExecutionEnvironment().getConfiguration();
    String ofCommand = context.get(StateRecoveryOptions.SAVEPOINT_PATH);
    if (ofCommand != null && !ofCommand.equals(savepoint)) {
      problems.add(
          OptionProblems.of(
              "savepointPath",
              "is '%s', but 'flink run -s' says '%s'".formatted(savepoint, ofCommand),
              "Leave one of the two out"));
      return;
    }
    String host = context.get(RestOptions.ADDRESS);
    SavepointPathCheck.check(
        savepoint, host != null && MasterAddress.isThisMachine(host), problems);
  }

  @Override
  public StreamExecutionEnvironment environment(Configuration jobConfiguration) {
    Configuration configuration = ConfiguredFlink.ofOption(options);
    configuration.addAll(jobConfiguration);
    addJars(configuration);
    return StreamExecutionEnvironment.getExecutionEnvironment(configuration);
  }

  /** Flink sends the program's jar by itself; files that the user names go with it. */
  private void addJars(Configuration configuration) {
    List<String> files = options.getFilesToStage();
    List<String> ofJob = configuration.getOptional(PipelineOptions.JARS).orElse(List.of());
    if ((files == null || files.isEmpty()) && ofJob.isEmpty()) {
      return;
    }
    Set<String> jars = new LinkedHashSet<>();
    List<String> ofProgram =
        StreamExecutionEnvironment.getExecutionEnvironment()
            .getConfiguration()
            .get(PipelineOptions.JARS);
    if (ofProgram != null) {
      jars.addAll(ofProgram);
    }
    if (files != null) {
      jars.addAll(StagedJars.of(files));
    }
    jars.addAll(ofJob);
    configuration.set(PipelineOptions.JARS, List.copyOf(jars));
  }

  @Override
  public JobClient submit(StreamExecutionEnvironment environment, String jobName) throws Exception {
    return environment.executeAsync(jobName);
  }

  @Override
  public String toString() {
    return "the cluster of 'flink run'";
  }
}

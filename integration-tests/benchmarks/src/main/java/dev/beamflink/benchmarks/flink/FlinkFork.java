package dev.beamflink.benchmarks.flink;

import dev.beamflink.benchmarks.fork.Fork;
import dev.beamflink.benchmarks.fork.ForkPlan;
import java.io.File;
import java.time.Duration;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** A fork that runs a workload as a hand-written job. */
public final class FlinkFork {

  private FlinkFork() {}

  /** Arguments: the plan and the file for the result. */
  public static void main(String[] args) throws Exception {
    Fork.run(Fork.plan(args[0]), FlinkFork::run, new File(args[1]));
    System.exit(0);
  }

  /** Runs the job of a workload to its end. */
  public static void run(ForkPlan plan, long elements) throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(DeploymentOptions.TARGET, "local");
    configuration.set(CoreOptions.DEFAULT_PARALLELISM, plan.parallelism());
    configuration.set(PipelineOptions.OBJECT_REUSE, true);
    if (plan.workload().isBatch()) {
      configuration.set(ExecutionOptions.RUNTIME_MODE, RuntimeExecutionMode.BATCH);
    } else {
      configuration.set(StateBackendOptions.STATE_BACKEND, plan.backend());
      if (plan.checkpointMillis() > 0) {
        configuration.set(
            CheckpointingOptions.CHECKPOINTING_INTERVAL,
            Duration.ofMillis(plan.checkpointMillis()));
        configuration.set(
            CheckpointingOptions.CHECKPOINTS_DIRECTORY,
            new File(plan.directory()).toURI().toString());
      }
    }
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    new FlinkWorkloads(environment, plan, elements).build();
    environment.execute(plan.workload().id());
  }
}

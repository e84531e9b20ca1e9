package dev.beamflink.conformance.fault;

import dev.beamflink.model.problem.Problems;
import dev.beamflink.runner.cluster.JobSubmitter;
import java.time.Duration;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.RestartStrategyOptions.RestartStrategyType;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Hands jobs to another submitter, with faults in their sources and restarts to overcome them. */
final class FaultSubmitter implements JobSubmitter {

  /** Beyond the faults, for tests whose user code fails the job again and again. */
  private static final int MORE_RESTARTS = 6;

  /**
   * A checkpoint that begins when some of a source's subtasks fail must be over before they start
   * again: Flink 2.3 ends the JobManager otherwise ("Some subtask gateway can be closed while
   * others cannot").
   */
  private static final Duration RESTART_DELAY = Duration.ofSeconds(1);

  private final JobSubmitter cluster;
  private final JobFaults faults;

  FaultSubmitter(JobSubmitter cluster, JobFaults faults) {
    this.cluster = cluster;
    this.faults = faults;
  }

  @Override
  public void check(Problems problems) {
    cluster.check(problems);
  }

  @Override
  public StreamExecutionEnvironment environment(Configuration jobConfiguration) {
    Configuration configuration =
        new Configuration((Configuration) cluster.environment(jobConfiguration).getConfiguration());
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY, RestartStrategyType.FIXED_DELAY.getMainValue());
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS,
        faults.planned() + MORE_RESTARTS);
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, RESTART_DELAY);
    // One that fails would look like a failure of the test's code.
    configuration.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, Integer.MAX_VALUE);
    return new FaultEnvironment(configuration, faults);
  }

  @Override
  public JobClient submit(StreamExecutionEnvironment environment, String jobName) throws Exception {
    return cluster.submit(environment, jobName);
  }

  @Override
  public String toString() {
    return cluster + ", with faults";
  }
}

package dev.beamflink.runner.cluster;

import dev.beamflink.model.problem.Problems;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Where a job goes: makes the environment to build it in, and hands it over. Client side. */
public interface JobSubmitter {

  /** Adds what keeps a job with these options from running here. Submits nothing. */
  default void check(Problems problems) {}

  /**
   * A fresh environment with the job's configuration on top of the submitter's own; its jars come
   * behind those that the submitter sends.
   */
  StreamExecutionEnvironment environment(Configuration jobConfiguration);

  /**
   * Submits what was built in the environment; returns when the job is accepted.
   *
   * @throws Exception when it is not
   */
  JobClient submit(StreamExecutionEnvironment environment, String jobName) throws Exception;
}

package dev.beamflink.runner.cluster;

import java.util.Map;
import org.apache.flink.api.common.JobID;

/**
 * What a cluster knows of a job.
 *
 * @param name as Flink shows it
 * @param ended whether it has come to an end, whatever that was
 * @param parameters what its submitter has set as parameters of the job
 */
public record ClusterJob(JobID id, String name, boolean ended, Map<String, String> parameters) {

  public ClusterJob {
    parameters = Map.copyOf(parameters);
  }
}

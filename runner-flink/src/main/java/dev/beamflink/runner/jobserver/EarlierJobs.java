package dev.beamflink.runner.jobserver;

import dev.beamflink.runner.cluster.ClusterJob;
import dev.beamflink.runner.cluster.ClusterJobs;
import dev.beamflink.runner.result.FlinkPipelineResult;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.Struct;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.PipelineOptionsInternal;

/**
 * Jobs on the server's cluster that a server has started which is gone. The server keeps nothing
 * that would outlive it: Flink knows the name of a job, its own id, which is part of the id that
 * clients know, and a parameter of the job that tells it from others. Safe for any thread.
 */
final class EarlierJobs {

  /** Has the job's preparation, under whose id its artifacts are kept. */
  private static final String MARK = "beam.job-server.preparation";

  private static final Pattern ID = Pattern.compile("(?s).*_([0-9a-f]{32})");

  private final Optional<ClusterJobs> cluster;

  EarlierJobs(JobServerSettings settings) {
    FlinkPipelineOptions options =
        PortableOptions.of(Struct.getDefaultInstance(), "none", settings);
    cluster = ClusterJobs.of(options);
  }

  /** The id of a job for clients. */
  static String id(String jobName, JobID ofFlink) {
    return jobName + "_" + ofFlink;
  }

  /** What is set in the configuration of a job so that it is found. */
  static Configuration mark(JobID ofFlink, String preparationId) {
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptionsInternal.PIPELINE_FIXED_JOB_ID, ofFlink.toString());
    configuration.set(PipelineOptions.GLOBAL_JOB_PARAMETERS, Map.of(MARK, preparationId));
    return configuration;
  }

  /** Finds a job; nothing if there is none of this id, or no cluster. */
  Optional<ClusterJob> find(String id) throws InterruptedException {
    Matcher matcher = ID.matcher(id);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    JobID ofFlink = JobID.fromHexString(matcher.group(1));
    return marked(ofFlink::equals).stream().filter(job -> id(job).equals(id)).findFirst();
  }

  /**
   * Finds all jobs, the latest first.
   *
   * @param known those that need not be found
   */
  List<ClusterJob> allBut(List<PortableJob> known) throws InterruptedException {
    List<String> ids = known.stream().map(PortableJob::id).toList();
    return marked(ofFlink -> ids.stream().noneMatch(id -> id.endsWith("_" + ofFlink)));
  }

  private List<ClusterJob> marked(Predicate<JobID> wanted) throws InterruptedException {
    return cluster.isEmpty()
        ? List.of()
        : cluster.get().all(wanted).stream()
            .filter(job -> job.parameters().containsKey(MARK))
            .toList();
  }

  /** A job that was found, as far as it is known, not yet followed. */
  static PortableJob known(ClusterJob found) {
    return new PortableJob(
        id(found), Preparation.lost(found.parameters().getOrDefault(MARK, ""), found.name()));
  }

  /** Starts to follow a job that was found. */
  FlinkPipelineResult follow(ClusterJob found) {
    return cluster.orElseThrow().follow(found);
  }

  private static String id(ClusterJob job) {
    return id(job.name(), job.id());
  }
}

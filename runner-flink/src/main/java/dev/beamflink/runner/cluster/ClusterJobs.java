package dev.beamflink.runner.cluster;

import dev.beamflink.runner.result.FlinkPipelineResult;
import dev.beamflink.runner.result.WaitByFollowing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.flink.api.common.JobID;
import org.apache.flink.client.deployment.ClusterClientJobClientAdapter;
import org.apache.flink.client.deployment.StandaloneClusterId;
import org.apache.flink.client.program.ClusterClientProvider;
import org.apache.flink.client.program.rest.RestClusterClient;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.client.JobStatusMessage;
import org.apache.flink.runtime.rest.messages.EmptyRequestBody;
import org.apache.flink.runtime.rest.messages.JobConfigHeaders;
import org.apache.flink.runtime.rest.messages.JobConfigInfo.ExecutionConfigInfo;
import org.apache.flink.runtime.rest.messages.JobMessageParameters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The jobs of a running cluster, whoever has submitted them, those too that have ended as long as
 * Flink remembers them. Asks the cluster each time. Safe for any thread.
 */
public final class ClusterJobs {

  private static final Logger LOG = LoggerFactory.getLogger(ClusterJobs.class);

  private final MasterAddress address;
  private final FlinkPipelineOptions options;

  private ClusterJobs(MasterAddress address, FlinkPipelineOptions options) {
    this.address = address;
    this.options = options;
  }

  /** Those of the cluster that {@code --flinkMaster} names; nothing if it names no address. */
  public static Optional<ClusterJobs> of(FlinkPipelineOptions options) {
    return MasterAddress.parse(options.getFlinkMaster())
        .map(address -> new ClusterJobs(address, options));
  }

  @FunctionalInterface
  private interface Question<T> {
    T ask(RestClusterClient<StandaloneClusterId> cluster)
        throws InterruptedException, ExecutionException;
  }

  /**
   * The jobs, the latest first.
   *
   * @param wanted which ids to ask for more than that they are there
   * @throws UnreachableClusterException if it does not answer
   */
  public List<ClusterJob> all(Predicate<JobID> wanted) throws InterruptedException {
    return answer(
        cluster -> {
          List<ClusterJob> jobs = new ArrayList<>();
          List<JobStatusMessage> listed =
              cluster.listJobs().get().stream()
                  .filter(job -> wanted.test(job.getJobId()))
                  .sorted(Comparator.comparing(JobStatusMessage::getStartTime).reversed())
                  .toList();
          for (JobStatusMessage job : listed) {
            jobs.add(
                new ClusterJob(
                    job.getJobId(),
                    job.getJobName(),
                    job.getJobState().isGloballyTerminalState(),
                    parameters(cluster, job.getJobId())));
          }
          return jobs;
        });
  }

  /** None while the job is being initialised, and when it has just been forgotten. */
  private static Map<String, String> parameters(
      RestClusterClient<StandaloneClusterId> cluster, JobID id) throws InterruptedException {
    JobMessageParameters job = new JobMessageParameters();
    job.jobPathParameter.resolve(id);
    try {
      ExecutionConfigInfo config =
          cluster
              .sendRequest(JobConfigHeaders.getInstance(), job, EmptyRequestBody.getInstance())
              .get()
              .getExecutionConfigInfo();
      return config == null ? Map.of() : config.getGlobalJobParameters();
    } catch (ExecutionException e) {
      LOG.debug("The cluster tells nothing of job {}", id, e);
      return Map.of();
    }
  }

  /** A job as if it had been submitted here; from now on it is followed. */
  public FlinkPipelineResult follow(ClusterJob job) {
    Configuration configuration = configuration();
    return new FlinkPipelineResult(
        new ClusterClientJobClientAdapter<>(
            clients(configuration), job.id(), ClusterJobs.class.getClassLoader()),
        new WaitByFollowing(),
        configuration.get(CheckpointingOptions.SAVEPOINT_DIRECTORY));
  }

  private <T> T answer(Question<T> question) throws InterruptedException {
    Optional<String> problem =
        new RestProbe(address).problem(ConfiguredFlink.encryptsRest(options));
    if (problem.isPresent()) {
      throw new UnreachableClusterException(options.getFlinkMaster(), problem.get());
    }
    try (RestClusterClient<StandaloneClusterId> cluster = client(configuration())) {
      return question.ask(cluster);
    } catch (ExecutionException e) {
      throw new UnreachableClusterException(options.getFlinkMaster(), e);
    }
  }

  private Configuration configuration() {
    Configuration configuration = ConfiguredFlink.of(options);
    address.write(configuration);
    return configuration;
  }

  private static ClusterClientProvider<StandaloneClusterId> clients(Configuration configuration) {
    return () -> client(configuration);
  }

  private static RestClusterClient<StandaloneClusterId> client(Configuration configuration) {
    try {
      return new RestClusterClient<>(configuration, StandaloneClusterId.getInstance());
    } catch (Exception e) {
      throw new IllegalStateException("A client of Flink can't be made", e);
    }
  }
}

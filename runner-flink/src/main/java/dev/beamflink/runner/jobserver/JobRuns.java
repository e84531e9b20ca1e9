package dev.beamflink.runner.jobserver;

import dev.beamflink.model.foreign.AnyOfEnvironments;
import dev.beamflink.model.foreign.FusedStages;
import dev.beamflink.runner.cluster.ClusterJob;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.Struct;
import org.apache.flink.api.common.JobID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Prepares and runs jobs, each in a thread of its own. Safe for any thread. */
final class JobRuns {

  private static final Logger LOG = LoggerFactory.getLogger(JobRuns.class);

  private static final String UNNAMED = "job";

  /** The name is part of ids, log lines and statuses. */
  private static final int LONGEST_NAME = 200;

  private final JobServerSettings settings;
  private final Artifacts artifacts;
  private final Jobs jobs;
  private final JobSubmission submission;
  private final EarlierJobs earlier;
  private final ExecutorService threads = Executors.newCachedThreadPool(JobRuns::thread);

  JobRuns(JobServerSettings settings, Artifacts artifacts) {
    this.settings = settings;
    this.artifacts = artifacts;
    this.jobs = new Jobs(settings.historySize());
    this.submission = new JobSubmission(settings);
    this.earlier = new EarlierJobs(settings);
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "job");
    thread.setDaemon(true);
    // That of who starts a thread may be another job's, and closed.
    thread.setContextClassLoader(JobRuns.class.getClassLoader());
    return thread;
  }

  /** A job of this server, or one of an earlier server that its cluster still knows. */
  Optional<PortableJob> job(String id) throws InterruptedException {
    if (jobs.job(id).isEmpty()) {
      earlier.find(id).ifPresent(this::takeOver);
    }
    return jobs.job(id);
  }

  /** All such jobs, of those that have ended as many as are kept. */
  List<PortableJob> jobs() throws InterruptedException {
    int room = jobs.room();
    for (ClusterJob found : earlier.allBut(jobs.all())) {
      if (!found.ended() || room-- > 0) {
        takeOver(found);
      }
    }
    return jobs.all();
  }

  private void takeOver(ClusterJob found) {
    PortableJob job = EarlierJobs.known(found);
    if (!jobs.add(job)) {
      return; // another call has found it too
    }
    LOG.info("Found job {}", job.id());
    PipelineResult running = earlier.follow(found);
    job.takeOver(running);
    if (found.ended()) {
      job.follow(running, this::ended); // at once, so that who asks is told the end
    } else {
      threads.execute(
          () -> {
            job.follow(running, this::ended);
            jobs.forgetOld();
          });
    }
  }

  /** Keeps a pipeline to be run. */
  Preparation prepare(String jobName, RunnerApi.Pipeline sent, Struct options) {
    // What is chosen here is what artifacts are staged for
    RunnerApi.Pipeline pipeline = AnyOfEnvironments.resolved(FusedStages.takenApart(sent));
    String name = jobName.isBlank() ? UNNAMED : clipped(jobName);
    Preparation preparation =
        new Preparation(
            "preparation_%s_%s".formatted(name, UUID.randomUUID()),
            name,
            pipeline,
            PortableOptions.understood(options));
    artifacts.expect(preparation.id(), pipeline);
    jobs.add(preparation).forEach(dropped -> artifacts.drop(dropped.id()));
    return preparation;
  }

  /**
   * Starts a job and returns.
   *
   * @throws NoSuchJobException if there is no such preparation, or it has been run
   * @throws MissingArtifactsException if its artifacts have not come; the client begins anew
   */
  PortableJob run(String preparationId) {
    Preparation preparation =
        jobs.take(preparationId)
            .orElseThrow(
                () ->
                    new NoSuchJobException(
                        "There is no preparation '%s', or it has been run before"
                            .formatted(preparationId)));
    RunnerApi.Pipeline pipeline = staged(preparation);
    JobID ofFlink = new JobID();
    PortableJob job = new PortableJob(EarlierJobs.id(preparation.jobName(), ofFlink), preparation);
    jobs.add(job);
    threads.execute(
        () -> {
          try (ContextClasses classes = new ContextClasses()) {
            job.run(() -> submission.submit(preparation, pipeline, ofFlink, classes), this::ended);
          }
          jobs.forgetOld();
        });
    return job;
  }

  /** With its artifacts; those of a pipeline that can't run go with it. */
  private RunnerApi.Pipeline staged(Preparation preparation) {
    try {
      return artifacts.staged(preparation.id(), preparation.pipeline());
    } catch (MissingArtifactsException e) {
      artifacts.drop(preparation.id());
      throw e;
    }
  }

  private static String clipped(String name) {
    return name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
  }

  private void ended(PortableJob job) {
    if (settings.cleanArtifacts()) {
      artifacts.delete(job.preparation().id());
    }
  }

  /** Starts no more jobs; those that run are not touched. */
  void stop() {
    threads.shutdown();
  }
}

package dev.beamflink.runner.jobserver;

import dev.beamflink.model.foreign.AnyOfEnvironments;
import dev.beamflink.model.foreign.FusedStages;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.Struct;

/** Prepares and runs jobs, each in a thread of its own. Safe for any thread. */
final class JobRuns {

  private static final String UNNAMED = "job";

  /** The name is part of ids, log lines and statuses. */
  private static final int LONGEST_NAME = 200;

  private final JobServerSettings settings;
  private final Artifacts artifacts;
  private final Jobs jobs;
  private final JobSubmission submission;
  private final ExecutorService threads = Executors.newCachedThreadPool(JobRuns::thread);

  JobRuns(JobServerSettings settings, Artifacts artifacts) {
    this.settings = settings;
    this.artifacts = artifacts;
    this.jobs = new Jobs(settings.historySize());
    this.submission = new JobSubmission(settings);
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "job");
    thread.setDaemon(true);
    // That of who starts a thread may be another job's, and closed.
    thread.setContextClassLoader(JobRuns.class.getClassLoader());
    return thread;
  }

  Jobs jobs() {
    return jobs;
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
    PortableJob job =
        new PortableJob("%s_%s".formatted(preparation.jobName(), UUID.randomUUID()), preparation);
    jobs.add(job);
    threads.execute(
        () -> {
          try (ContextClasses classes = new ContextClasses()) {
            job.run(() -> submission.submit(preparation, pipeline, classes), this::ended);
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

package dev.beamflink.cluster.fault;

import dev.beamflink.cluster.Await;
import dev.beamflink.cluster.TestSettings;
import dev.beamflink.cluster.job.fault.FaultJob;
import dev.beamflink.cluster.job.fault.Meeting;
import dev.beamflink.cluster.job.fault.pipeline.FaultPipelines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** One run of one pipeline on a cluster, and what came out of it. */
final class FaultRun {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final int LONGEST_WAIT_MILLIS = 1500;

  /** Elements of a split in a second. */
  private static final long RATE = 100;

  /** About as long as a fault takes. */
  private static final long ELEMENTS_PER_FAULT = 4 * RATE;

  private static final long HELD_BACK = 200;

  private final FaultCluster cluster;
  private final String pipeline;
  private final long elements;
  private final Meeting meeting;

  private FaultRun(FaultCluster cluster, String pipeline, long elements) throws IOException {
    this.cluster = cluster;
    this.pipeline = pipeline;
    this.elements = elements;
    Path runs = Files.createDirectories(cluster.directory().resolve("runs"));
    this.meeting = new Meeting(Files.createTempDirectory(runs, pipeline + "-"));
    Files.createDirectories(meeting.orders());
  }

  /** Returns how many elements each split has in a run with so many faults. */
  static long elements(int faults) {
    return faults * ELEMENTS_PER_FAULT + HELD_BACK;
  }

  /** Runs as fast as it goes, without faults. */
  static Verdict undisturbed(FaultCluster cluster, String pipeline, long elements)
      throws Exception {
    FaultRun run = new FaultRun(cluster, pipeline, elements);
    return run.finish(run.submit(0, 0));
  }

  /**
   * Runs with faults. Each comes after a checkpoint that completed behind the last restore, and
   * before the sources may end; the next one waits until the job has been restored.
   */
  static Verdict disturbed(
      FaultCluster cluster, String pipeline, List<FaultKind> faults, Random random, FaultLog log)
      throws Exception {
    FaultRun run = new FaultRun(cluster, pipeline, elements(faults.size()));
    JobProbe job = run.submit(RATE, HELD_BACK);
    for (FaultKind fault : faults) {
      run.disturb(job, fault, random);
      log.hit(pipeline, fault, job.lastRestore());
    }
    run.awaitNewCheckpoint(job);
    Meeting.put(run.meeting.release(), "");
    return run.finish(job);
  }

  private void disturb(JobProbe job, FaultKind fault, Random random) throws Exception {
    awaitNewCheckpoint(job);
    // The seeded random moment
    TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_WAIT_MILLIS));
    long checkpoint = job.completedCheckpoint();
    long time = System.currentTimeMillis();
    fault.inject(
        new Target(cluster, job, meeting, FaultPipelines.named(pipeline).phases(), random));
    await(
        job,
        "it was restored from checkpoint %d or a later one after %s".formatted(checkpoint, fault),
        () ->
            job.lastRestore().epochMillis() >= time
                && job.lastRestore().checkpoint() >= checkpoint);
  }

  /** Waits for a checkpoint of the present attempt. */
  private void awaitNewCheckpoint(JobProbe job) throws Exception {
    await(
        job,
        "a checkpoint completed after the last restore",
        () -> job.completedCheckpoint() > job.lastRestore().checkpoint());
  }

  private JobProbe submit(long perSecond, long heldBack) {
    String jobId =
        cluster
            .flink()
            .runDetached(
                TestSettings.JOBS_JAR,
                TestSettings.EXAMPLES_JAR,
                FaultJob.class.getName(),
                "--runner=FlinkRunner",
                "--jobName=" + pipeline,
                "--parallelism=" + FaultCluster.PARALLELISM,
                "--streaming", // also what is bounded
                "--checkpointingInterval=500",
                "--tolerableCheckpointFailureNumber=1000",
                "--pipeline=" + pipeline,
                "--directory=" + meeting.directory(),
                "--elements=" + elements,
                "--rate=" + perSecond,
                "--heldBack=" + heldBack);
    return new JobProbe(cluster, jobId);
  }

  private Verdict finish(JobProbe job) throws Exception {
    await(job, "it finished", () -> job.status().equals("FINISHED"));
    return Verdict.of(meeting);
  }

  private void await(JobProbe job, String what, Callable<Boolean> condition) throws Exception {
    Await.until(
        "%s (job %s, pipeline %s)".formatted(what, job.jobId(), pipeline),
        LIMIT,
        () -> {
          failOnViolations();
          if (job.status().equals("FAILED")) {
            throw new AssertionError(
                "Pipeline %s failed for good: %s".formatted(pipeline, job.lastException()));
          }
          return condition.call();
        });
  }

  private void failOnViolations() throws IOException {
    for (Path violation : Tallies.files(meeting.violations())) {
      throw new AssertionError("Pipeline %s: %s".formatted(pipeline, Files.readString(violation)));
    }
  }
}

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
public final class FaultRun {
  static final Duration LIMIT = Duration.ofMinutes(3);

  private static final int LONGEST_WAIT_MILLIS = 1500;

  /** Elements of a split in a second. */
  private static final long RATE = 100;

  /** About as long as a fault takes. */
  private static final long ELEMENTS_PER_FAULT = 4 * RATE;

  private static final long HELD_BACK = 200;

  private final FaultCluster cluster;
  private final String pipeline;
  private final Meeting meeting;
  private final JobProbe job;

  private FaultRun(FaultCluster cluster, String pipeline, Meeting meeting, JobProbe job) {
    this.cluster = cluster;
    this.pipeline = pipeline;
    this.meeting = meeting;
    this.job = job;
  }

  /** Returns what the sources have in a run with so many faults. */
  static Supply supply(int faults) {
    return new Supply(faults * ELEMENTS_PER_FAULT + HELD_BACK, RATE, HELD_BACK);
  }

  /** Runs as fast as it goes, without faults. */
  public static Verdict undisturbed(
      FaultCluster cluster, String pipeline, Supply supply, Duration limit) throws Exception {
    return start(cluster, pipeline, supply.atOnce()).finish(limit);
  }

  /**
   * Runs with faults. Each comes after a checkpoint that completed behind the last restore, and
   * before the sources may end; the next one waits until the job has been restored.
   */
  static Verdict disturbed(
      FaultCluster cluster, String pipeline, List<FaultKind> faults, Random random, FaultLog log)
      throws Exception {
    FaultRun run = start(cluster, pipeline, supply(faults.size()));
    for (FaultKind fault : faults) {
      run.disturb(fault, random);
      log.hit(pipeline, fault, run.job.lastRestore());
    }
    run.awaitNewCheckpoint();
    return run.finish(LIMIT);
  }

  /** Submits the pipeline's job. */
  public static FaultRun start(FaultCluster cluster, String pipeline, Supply supply)
      throws IOException {
    Path runs = Files.createDirectories(cluster.directory().resolve("runs"));
    Meeting meeting = new Meeting(Files.createTempDirectory(runs, pipeline + "-"));
    Files.createDirectories(meeting.orders());
    JobProbe job = submit(cluster, pipeline, meeting.directory(), supply);
    return new FaultRun(cluster, pipeline, meeting, job);
  }

  public JobProbe job() {
    return job;
  }

  /**
   * Waits for a checkpoint of the present attempt and, for a random while, has something go wrong,
   * and returns when the job has been restored from that checkpoint or a later one.
   */
  public void disturb(Fault fault, Random random) throws Exception {
    awaitNewCheckpoint();
    // The seeded random moment
    TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_WAIT_MILLIS));
    long checkpoint = job.completedCheckpoint();
    long time = System.currentTimeMillis();
    fault.inject(
        new Target(cluster, job, meeting, FaultPipelines.named(pipeline).phases(), random));
    await(
        LIMIT,
        "it was restored from checkpoint %d or a later one after %s".formatted(checkpoint, fault),
        () ->
            job.lastRestore().epochMillis() >= time
                && job.lastRestore().checkpoint() >= checkpoint);
  }

  /** Waits for a checkpoint of the present attempt. */
  public void awaitNewCheckpoint() throws Exception {
    await(
        LIMIT,
        "a checkpoint completed after the last restore",
        () -> job.completedCheckpoint() > job.lastRestore().checkpoint());
  }

  private static JobProbe submit(
      FaultCluster cluster, String pipeline, Path directory, Supply supply) {
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
                "--directory=" + directory,
                "--elements=" + supply.elements(),
                "--rate=" + supply.perSecond(),
                "--heldBack=" + supply.heldBack());
    return new JobProbe(cluster, jobId);
  }

  /** Lets the sources read to their ends, and returns what came out. */
  public Verdict finish(Duration limit) throws Exception {
    Meeting.put(meeting.release(), "");
    await(limit, "it finished", () -> job.status().equals("FINISHED"));
    return Verdict.of(meeting);
  }

  private void await(Duration limit, String what, Callable<Boolean> condition) throws Exception {
    Await.until(
        "%s (job %s, pipeline %s)".formatted(what, job.jobId(), pipeline),
        limit,
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

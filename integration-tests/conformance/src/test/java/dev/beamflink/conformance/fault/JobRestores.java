package dev.beamflink.conformance.fault;

import java.util.ArrayList;
import java.util.List;

/** The jobs of a JVM that were run with faults. Pipelines may run in any thread. */
public final class JobRestores {

  private static final String RUNNER_OPTION = "--runner=" + FaultRunner.class.getSimpleName();
  private static final List<JobRestore> JOBS = new ArrayList<>();

  private JobRestores() {}

  static void add(JobRestore job) {
    System.err.println("=== " + job.proof() + ": " + job);
    synchronized (JOBS) {
      JOBS.add(job);
    }
  }

  /**
   * How the jobs were restored that have ended since the last call.
   *
   * @param pipelineOptions of the test that ran them
   * @param ranPipeline whether the runner has run any pipeline: in a profile with faults, one
   *     without them misses its restore
   */
  public static Restore take(List<String> pipelineOptions, boolean ranPipeline) {
    Restore restore = take();
    return restore == Restore.NONE && ranPipeline && pipelineOptions.contains(RUNNER_OPTION)
        ? Restore.MISSING
        : restore;
  }

  static Restore take() {
    synchronized (JOBS) {
      Restore restore = Restore.of(JOBS);
      JOBS.clear();
      return restore;
    }
  }
}

package dev.beamflink.runner.jobserver;

import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.base.Throwables;

/** A client drains a job that can't be drained, or not now; the job goes on. */
final class NotDrainableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  NotDrainableException(String jobId) {
    super("Job '%s' can't be drained before it runs".formatted(jobId));
  }

  NotDrainableException(String jobId, Throwable failure) {
    super(
        "Job '%s' can't be drained and goes on: %s"
            .formatted(jobId, Throwables.getRootCause(failure).getMessage()),
        failure);
  }
}

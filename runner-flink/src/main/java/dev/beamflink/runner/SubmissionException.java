package dev.beamflink.runner;

import java.io.Serial;

/** A job that was ready could not be handed to Flink; the cause is what its client says. */
public final class SubmissionException extends IllegalStateException {

  @Serial private static final long serialVersionUID = 1L;

  SubmissionException(String jobName, Object place, Exception cause) {
    super(
        "The job '%s' can't be submitted to %s: %s".formatted(jobName, place, cause.getMessage()),
        cause);
  }

  /** There always is one. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}

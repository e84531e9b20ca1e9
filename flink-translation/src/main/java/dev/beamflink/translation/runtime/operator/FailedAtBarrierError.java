package dev.beamflink.translation.runtime.operator;

/**
 * Carries what has failed ahead of a checkpoint barrier out of the task; no error of the JVM.
 *
 * <p>For an exception, Flink first declines the checkpoint: then events that its coordinators have
 * held back during the checkpoint are sent to the task, which has failed by then, and the job would
 * fail because of a lost event instead of what has failed here. For an error it does not.
 */
final class FailedAtBarrierError extends Error {

  private static final long serialVersionUID = 1L;

  FailedAtBarrierError(RuntimeException failure) {
    super(failure);
  }
}

package dev.beamflink.runner.result;

import dev.beamflink.translation.runtime.stage.TransformFailedException;
import java.io.Serial;
import org.apache.beam.sdk.Pipeline.PipelineExecutionException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.runtime.client.JobExecutionException;
import org.apache.flink.util.ExceptionUtils;
import org.apache.flink.util.SerializedThrowable;
import org.jspecify.annotations.Nullable;

/**
 * What a failed job throws at its caller: the cause is the user's own exception, the message names
 * the transform. Failures outside user code have Flink's innermost exception as cause.
 */
public final class JobFailure extends PipelineExecutionException {

  @Serial private static final long serialVersionUID = 1L;

  private final String message;
  private final boolean ofUserCode;

  private JobFailure(String message, Throwable cause, boolean ofUserCode) {
    super(cause);
    this.message = message;
    this.ofUserCode = ofUserCode;
  }

  /** The failure of a job that has failed, or with which contact was lost. */
  static JobFailure of(SubmittedJob job) {
    Throwable failure = job.failure();
    if (failure == null) {
      throw new IllegalStateException(
          "Job %s failed, but Flink gives no reason".formatted(job.id()));
    }
    return ExceptionUtils.findThrowable(failure, JobExecutionException.class).isPresent()
        ? of(failure, job.userClasses())
        : lostContact(job.id(), failure);
  }

  private static JobFailure lostContact(JobID job, Throwable failure) {
    return new JobFailure(
        "Job %s can't be followed any more, and may still run: %s".formatted(job, failure),
        failure,
        false);
  }

  /**
   * Finds what went wrong in the exceptions that Flink has wrapped around it.
   *
   * @param loader knows the user's exception classes
   */
  static JobFailure of(Throwable flinkFailure, ClassLoader loader) {
    Throwable innermost = flinkFailure;
    for (Throwable t = flinkFailure; t != null; t = t.getCause()) {
      t = deserialized(t, loader);
      Throwable cause = t.getCause();
      if (cause != null && isTransformFailure(t)) {
        return new JobFailure(messageOf(t), deserialized(cause, loader), true);
      }
      innermost = t;
    }
    return new JobFailure("The Flink job failed: " + innermost, innermost, false);
  }

  /** An exception that can't be serialized arrives as text, with the name of its class. */
  private static boolean isTransformFailure(Throwable t) {
    return t instanceof TransformFailedException
        || (t instanceof SerializedThrowable text
            && TransformFailedException.class.getName().equals(text.getOriginalErrorClassName()));
  }

  private static String messageOf(Throwable transformFailure) {
    String message = String.valueOf(transformFailure.getMessage());
    String classPrefix = TransformFailedException.class.getName() + ": ";
    return message.startsWith(classPrefix) ? message.substring(classPrefix.length()) : message;
  }

  private static Throwable deserialized(Throwable t, ClassLoader loader) {
    return t instanceof SerializedThrowable serialized ? serialized.deserializeError(loader) : t;
  }

  /** Whether code of the user's that ran in the task threw its cause. */
  public boolean isOfUserCode() {
    return ofUserCode;
  }

  @Override
  public @Nullable String getMessage() {
    return message;
  }
}

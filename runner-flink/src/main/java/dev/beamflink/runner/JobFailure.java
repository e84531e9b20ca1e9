package dev.beamflink.runner;

import dev.beamflink.translation.runtime.stage.TransformFailedException;
import java.io.Serial;
import org.apache.beam.sdk.Pipeline.PipelineExecutionException;
import org.apache.flink.util.SerializedThrowable;

/**
 * What a failed job throws at its caller: the cause is the user's own exception, the message names
 * the transform. Failures outside user code have Flink's innermost exception as cause.
 */
final class JobFailure extends PipelineExecutionException {

  @Serial private static final long serialVersionUID = 1L;

  private final String message;

  private JobFailure(String message, Throwable cause) {
    super(cause);
    this.message = message;
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
      if (t instanceof TransformFailedException failure && failure.getCause() != null) {
        return new JobFailure(String.valueOf(failure.getMessage()), failure.getCause());
      }
      innermost = t;
    }
    return new JobFailure("The Flink job failed: " + innermost, innermost);
  }

  private static Throwable deserialized(Throwable t, ClassLoader loader) {
    return t instanceof SerializedThrowable serialized ? serialized.deserializeError(loader) : t;
  }

  @Override
  public String getMessage() {
    return message;
  }
}

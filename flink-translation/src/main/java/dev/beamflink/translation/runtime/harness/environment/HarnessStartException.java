package dev.beamflink.translation.runtime.harness.environment;

import org.apache.flink.runtime.throwable.ThrowableAnnotation;
import org.apache.flink.runtime.throwable.ThrowableType;

/**
 * An SDK harness can't be started, and won't be: its command is missing, or ends, or never
 * connects. The job ends with this, whatever its restart strategy; else it would start harnesses
 * for ever.
 */
@ThrowableAnnotation(ThrowableType.NonRecoverableError)
public final class HarnessStartException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  HarnessStartException(String message) {
    super(message);
  }
}

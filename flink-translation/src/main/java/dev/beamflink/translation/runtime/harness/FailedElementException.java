package dev.beamflink.translation.runtime.harness;

import java.util.Objects;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.base.Throwables;

/**
 * A bundle failed in an SDK harness, which knows at which element. It has no cause: of failures
 * that are none of Java's, clients are told the innermost one.
 */
final class FailedElementException extends Exception {

  private static final long serialVersionUID = 1L;

  /**
   * @param failure with what the SDK has said of it
   * @param element what is to be said of the element
   */
  FailedElementException(Throwable failure, String element) {
    super(said(failure).stripTrailing() + "\n" + element);
    addSuppressed(failure); // for logs
  }

  private static String said(Throwable failure) {
    Throwable root = Throwables.getRootCause(failure);
    return Objects.requireNonNullElseGet(root.getMessage(), root::toString);
  }
}

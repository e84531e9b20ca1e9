package dev.beamflink.translation.runtime.harness.environment;

/**
 * An SDK harness has ended while it was needed, or the worker pool that is to start one can't be
 * reached. A restarted job gets another one.
 */
public final class HarnessLostException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  HarnessLostException(String message) {
    super(message);
  }
}

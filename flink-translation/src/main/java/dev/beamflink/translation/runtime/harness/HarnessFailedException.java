package dev.beamflink.translation.runtime.harness;

/**
 * A bundle failed in an SDK harness, or the harness itself did. The message is what the SDK says,
 * with the trace of the user's code; it names the step, which the runner cannot know.
 */
public final class HarnessFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  HarnessFailedException(String message) {
    super(message);
  }

  HarnessFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}

package dev.beamflink.translation.runtime.state;

/**
 * A state could not be opened, read or written. The message names the state and its transform; the
 * cause is what the coder or the state backend threw.
 */
public final class StateAccessException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public StateAccessException(String message, Throwable cause) {
    super(message, cause);
  }
}

package dev.beamflink.translation.runtime.harness;

/** An SDK asks for something that there is not. It is told, and its bundle fails. */
final class UnknownStateException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UnknownStateException(String message) {
    super(message);
  }
}

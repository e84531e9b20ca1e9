package dev.beamflink.runner.jobserver;

/** A client asks for a job or a preparation that the server does not know. */
final class NoSuchJobException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  NoSuchJobException(String message) {
    super(message);
  }
}

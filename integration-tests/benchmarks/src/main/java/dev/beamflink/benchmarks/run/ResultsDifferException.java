package dev.beamflink.benchmarks.run;

/** Subjects have put out different results, so that their times can't be compared. */
final class ResultsDifferException extends Exception {

  private static final long serialVersionUID = 1L;

  ResultsDifferException(String message) {
    super(message);
  }
}

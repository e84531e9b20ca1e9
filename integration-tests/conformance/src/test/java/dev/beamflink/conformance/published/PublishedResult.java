package dev.beamflink.conformance.published;

/**
 * One line of the published results.
 *
 * @param mode how the runner ran the test's pipelines, as {@code JobMode} writes it; empty if it
 *     ran none
 * @param reason why the test did not pass, empty if it did
 */
public record PublishedResult(Verdict verdict, String mode, String reason) {

  /** For instance {@code failed in batch (java.lang.AssertionError: 1)}. */
  @Override
  public String toString() {
    return verdict.label()
        + (mode.isEmpty() ? "" : " in " + mode)
        + (reason.isEmpty() ? "" : " (" + reason + ")");
  }
}

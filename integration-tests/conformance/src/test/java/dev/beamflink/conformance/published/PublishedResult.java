package dev.beamflink.conformance.published;

/**
 * One line of the published results.
 *
 * @param mode how the runner ran the test's pipelines, as {@code JobMode} writes it; empty if it
 *     ran none
 * @param restore how its jobs were restored after faults, as {@code Restore} writes it; empty in a
 *     profile without faults
 * @param reason why the test did not pass, empty if it did
 */
public record PublishedResult(Verdict verdict, String mode, String restore, String reason) {

  /** Of a test without faults. */
  public PublishedResult(Verdict verdict, String mode, String reason) {
    this(verdict, mode, "", reason);
  }

  /** For instance {@code failed in batch (java.lang.AssertionError: 1)}. */
  @Override
  public String toString() {
    return verdict.label()
        + (mode.isEmpty() ? "" : " in " + mode)
        + (restore.isEmpty() ? "" : ", restored: " + restore)
        + (reason.isEmpty() ? "" : " (" + reason + ")");
  }
}

package dev.beamflink.conformance.fork;

import java.util.Locale;

/** How one test ended. */
public enum Outcome {
  PASSED,
  FAILED,
  /** Over its limit: its JVM was ended. */
  TIMEOUT,
  /** Ignored, or an assumption of the test did not hold. */
  SKIPPED;

  /** As reports write it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}

package dev.beamflink.conformance.published;

import dev.beamflink.conformance.fork.Outcome;
import java.util.Arrays;
import java.util.Locale;

/** What the published results say of a test. */
public enum Verdict {
  PASSED,
  FAILED,
  TIMEOUT,
  /** Ignored by Beam, or an assumption of the test did not hold. */
  SKIPPED,
  /** Left out by {@code exclusions.txt}. */
  EXCLUDED,
  /** Left out because the profile's reference does not pass it either. */
  UNPROVEN;

  /** Of a test that was run. */
  public static Verdict of(Outcome outcome) {
    return valueOf(outcome.name());
  }

  static Verdict parse(String label) {
    return Arrays.stream(values())
        .filter(verdict -> verdict.label().equals(label))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("There is no result '" + label + "'"));
  }

  /** As files write it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}

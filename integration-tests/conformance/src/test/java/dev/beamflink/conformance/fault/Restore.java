package dev.beamflink.conformance.fault;

import java.util.Collection;
import java.util.Locale;

/** How the jobs of one test were restored after faults; of several jobs the weakest proof. */
public enum Restore {
  /** No job was made to fail: the test ran none, or the profile has no faults. */
  NONE,
  /** A job has ended without a restore that counts. */
  MISSING,
  /** From a completed checkpoint, but no source of the job had an element. */
  NO_ELEMENT,
  /**
   * From a completed checkpoint that was taken when sources had read their first elements, which
   * left them after the restore: the test's own code fails on its first element, so that no
   * checkpoint comes after it.
   */
  HELD_ELEMENT,
  /** From a completed checkpoint that was taken after an element had left its source. */
  AFTER_ELEMENT;

  static Restore of(Collection<JobRestore> jobs) {
    return jobs.stream().map(JobRestore::proof).min(Restore::compareTo).orElse(NONE);
  }

  /** As reports write it; empty for none. */
  public String label() {
    return this == NONE ? "" : name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** The opposite of {@link #label()}. */
  public static Restore parse(String label) {
    return label.isEmpty() ? NONE : valueOf(label.toUpperCase(Locale.ROOT).replace(' ', '_'));
  }
}

package dev.beamflink.conformance.fork;

import dev.beamflink.model.fuse.PlanMode;
import java.util.Locale;
import java.util.Set;

/** How the runner ran the pipelines of one test. */
public enum JobMode {
  /** No pipeline of ours: the test checks what a pipeline may look like, or ran another runner. */
  NONE,
  BATCH,
  STREAMING,
  /** Some pipelines of the test in each mode. */
  BOTH;

  static JobMode of(Set<PlanMode> modes) {
    if (modes.isEmpty()) {
      return NONE;
    }
    if (modes.size() > 1) {
      return BOTH;
    }
    return modes.contains(PlanMode.BATCH) ? BATCH : STREAMING;
  }

  /** As reports write it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}

package dev.beamflink.translation.runtime.operator;

import dev.beamflink.translation.runtime.stage.DeclaredTimers;
import java.util.HashSet;
import java.util.Set;
import org.apache.beam.runners.core.TimerInternals.TimerData;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells timers of the DoFn from those that only an older version of it had: they are in the state
 * that the job started from, nobody can be called for them, and they are dropped when they are due.
 * Owned by an operator, task thread only.
 */
final class KnownTimers {

  private static final Logger LOG = LoggerFactory.getLogger(KnownTimers.class);

  private final String transformName;
  private final DeclaredTimers declared;
  private final Set<String> reported = new HashSet<>();

  KnownTimers(String transformName, DeclaredTimers declared) {
    this.transformName = transformName;
    this.declared = declared;
  }

  /** Whether the timer is one of the DoFn's; says once of each id, or family, that it is not. */
  boolean has(TimerData timer) {
    String family = timer.getTimerFamilyId();
    if (declared.declares(timer.getTimerId(), family)) {
      return true;
    }
    if (reported.add(family.isEmpty() ? timer.getTimerId() : family)) {
      LOG.warn(
          "Transform '{}' has no timer '{}' any more: those that are set in the state that it"
              + " started from are dropped when they are due.",
          transformName,
          family.isEmpty() ? timer.getTimerId() : family);
    }
    return false;
  }
}

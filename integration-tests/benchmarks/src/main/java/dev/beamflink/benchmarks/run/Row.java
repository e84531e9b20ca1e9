package dev.beamflink.benchmarks.run;

import java.util.Map;
import java.util.Optional;

/**
 * One figure of a workload in a setting, for some subjects.
 *
 * @param id for programs
 * @param name for people
 * @param measured in the unit
 * @param targets what ours has to be against other subjects
 */
record Row(
    String id,
    String name,
    Setting setting,
    Unit unit,
    Map<Subject, Measured> measured,
    Map<Subject, Target> targets) {

  /** How many times as good ours is as that of another subject; NaN if either did not run. */
  double advantageOver(Subject other) {
    Measured ours = measured.get(Subject.OURS);
    Measured theirs = measured.get(other);
    return ours == null || theirs == null
        ? Double.NaN
        : unit.advantage(ours.median(), theirs.median());
  }

  /** Whether the target against another subject is met; nothing if there is none, or no figure. */
  Optional<Boolean> isMet(Subject other) {
    Target target = targets.get(other);
    Measured ours = measured.get(Subject.OURS);
    Measured theirs = measured.get(other);
    return target == null || ours == null || theirs == null
        ? Optional.empty()
        : Optional.of(target.isMet(unit, ours.median(), theirs.median()));
  }
}

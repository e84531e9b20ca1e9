package dev.beamflink.benchmarks.run;

import dev.beamflink.benchmarks.fork.Workload;
import java.util.Map;

/** A workload in a setting, done by some subjects. */
record Row(Workload workload, Setting setting, Map<Subject, Measured> measured) {

  /** Our throughput in relation to that of another subject; NaN if either did not run. */
  double ratioTo(Subject other) {
    Measured ours = measured.get(Subject.OURS);
    Measured theirs = measured.get(other);
    return ours == null || theirs == null ? Double.NaN : ours.median() / theirs.median();
  }
}

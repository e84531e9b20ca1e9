package dev.beamflink.benchmarks.run;

import dev.beamflink.benchmarks.fork.Workload;

/**
 * A workload with so many keys, ParDos or windows.
 *
 * @param size 0 if it can't be chosen
 */
record SizedWorkload(Workload workload, int size) {

  /** As it is in the table. */
  static SizedWorkload usual(Workload workload) {
    return new SizedWorkload(workload, workload.size());
  }

  boolean isUsual() {
    return size == workload.size();
  }

  /** For programs. */
  String id() {
    return isUsual() ? workload.id() : workload.id() + "-" + size;
  }

  /** For people. */
  String description() {
    return workload.description(size);
  }

  /** About what the existing runner does in a second. */
  long existingRate() {
    return workload.existingRate(size);
  }

  /** About what the hand-written job does in a second. */
  long flinkRate() {
    return workload.flinkRate(size);
  }
}

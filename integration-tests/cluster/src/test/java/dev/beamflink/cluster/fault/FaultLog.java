package dev.beamflink.cluster.fault;

import java.io.PrintStream;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** Counts the faults that hit, and tells about each. */
final class FaultLog {
  private final PrintStream out;
  private final long startNanos = System.nanoTime();
  private final Map<String, Map<FaultKind, Integer>> hits = new TreeMap<>();
  private int all;

  FaultLog(PrintStream out) {
    this.out = out;
  }

  /** A fault came after a completed checkpoint and before the end, and the job was restored. */
  void hit(String pipeline, FaultKind fault, JobProbe.Restore restore) {
    hits.computeIfAbsent(pipeline, name -> new EnumMap<>(FaultKind.class))
        .merge(fault, 1, Integer::sum);
    all++;
    say(
        "%-10s fault %d: %s, restored from checkpoint %d"
            .formatted(pipeline, all, fault, restore.checkpoint()));
  }

  void say(String line) {
    Duration time = Duration.ofNanos(System.nanoTime() - startNanos);
    out.printf("%5d s  %s%n", time.toSeconds(), line);
  }

  /** All faults so far. */
  int hits() {
    return all;
  }

  /** Prints faults by pipeline and kind. */
  void summarize() {
    hits.forEach((pipeline, kinds) -> out.printf("  %-10s %s%n", pipeline, kinds));
    out.printf("%d faults hit after a completed checkpoint and before the end%n", all);
  }
}

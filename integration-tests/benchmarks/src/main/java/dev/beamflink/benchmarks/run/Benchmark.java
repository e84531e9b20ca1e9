package dev.beamflink.benchmarks.run;

import java.io.IOException;
import java.util.List;

/** A way to measure workloads. */
@FunctionalInterface
interface Benchmark {

  /**
   * Measures a workload.
   *
   * @throws IOException if a fork fails
   * @throws ResultsDifferException if the subjects have put out different results
   */
  List<Row> run(SizedWorkload workload, Setting setting)
      throws IOException, InterruptedException, ResultsDifferException;
}

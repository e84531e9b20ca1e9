package dev.beamflink.benchmarks.run;

import dev.beamflink.benchmarks.fork.Workload;
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
  List<Row> run(Workload workload, Setting setting)
      throws IOException, InterruptedException, ResultsDifferException;
}

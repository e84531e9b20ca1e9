package dev.beamflink.benchmarks.run;

import dev.beamflink.benchmarks.fork.ForkResult;
import java.util.Arrays;
import java.util.List;

/**
 * How fast a subject did a workload, in elements of the source per second.
 *
 * @param median of the medians of its forks
 * @param slowest fork
 * @param fastest fork
 */
record Measured(double median, double slowest, double fastest) {

  /** Of forks whose rounds had so many elements each. */
  static Measured of(List<ForkResult> forks, long elements) {
    double[] rates =
        forks.stream()
            .mapToDouble(
                fork ->
                    median(
                        fork.rounds().stream()
                            .mapToDouble(round -> elements * 1e9 / round.nanos())
                            .toArray()))
            .toArray();
    Arrays.sort(rates);
    return new Measured(median(rates), rates[0], rates[rates.length - 1]);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}

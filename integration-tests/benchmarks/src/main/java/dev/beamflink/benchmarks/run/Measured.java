package dev.beamflink.benchmarks.run;

import java.util.Arrays;

/**
 * What the forks of a subject have come to, in the unit of the row.
 *
 * @param median of the forks
 * @param least of the forks
 * @param most of the forks
 */
record Measured(double median, double least, double most) {

  /** Of one figure for each fork. */
  static Measured of(double... forks) {
    double[] sorted = forks.clone();
    Arrays.sort(sorted);
    return new Measured(median(sorted), sorted[0], sorted[sorted.length - 1]);
  }

  /** The middle one, or what is in the middle of two. */
  static double median(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}

package dev.beamflink.benchmarks.run;

/**
 * How long a subject is measured.
 *
 * @param forks of each subject
 * @param rounds of a fork that count
 * @param seconds that a round takes about in a hand-written job
 */
record Effort(int forks, int rounds, double seconds) {

  /** Of a round, long enough for what the JVM compiles late. */
  static final double SECONDS = 5;

  /** Shows that it works. */
  static final Effort QUICK = new Effort(1, 1, 1);
}

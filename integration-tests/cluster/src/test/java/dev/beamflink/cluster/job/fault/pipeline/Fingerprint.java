package dev.beamflink.cluster.job.fault.pipeline;

/**
 * Tells a multiset of numbers from others: how many there are, and a sum that depends on each. The
 * order does not matter.
 */
record Fingerprint(long count, long sum) {

  static Fingerprint of(Iterable<Long> numbers) {
    long count = 0;
    long sum = 0;
    for (long number : numbers) {
      count++;
      sum += mix(number);
    }
    return new Fingerprint(count, sum);
  }

  /** The finalizer of SplitMix64: equal sums of different numbers are as good as impossible. */
  private static long mix(long number) {
    long mixed = number + 0x9E3779B97F4A7C15L;
    mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }

  @Override
  public String toString() {
    return "%d:%x".formatted(count, sum);
  }
}

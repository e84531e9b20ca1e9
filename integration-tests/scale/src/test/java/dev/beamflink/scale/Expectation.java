package dev.beamflink.scale;

import java.io.Serializable;
import java.nio.ByteBuffer;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;

/** Checks that values are all there: as many as were made, with the sum of their numbers. */
final class Expectation implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Counts the groups that were as expected. */
  static final String GROUPS = "groups";

  private final long count;
  private final Counter groups = Metrics.counter(Expectation.class, GROUPS);

  Expectation(long count) {
    this.count = count;
  }

  void check(Iterable<byte[]> values) {
    long found = 0;
    long sum = 0;
    for (byte[] value : values) {
      found++;
      sum += ByteBuffer.wrap(value).getLong();
    }
    if (found != count || sum != count * (count - 1) / 2) {
      throw new IllegalStateException(
          "Expected " + count + " values, found " + found + " with sum " + sum);
    }
  }

  void metBy(long found) {
    if (found != count) {
      throw new IllegalStateException("Expected " + count + " values, found " + found);
    }
    met();
  }

  /** All of a group has been checked. */
  void met() {
    groups.inc();
  }
}

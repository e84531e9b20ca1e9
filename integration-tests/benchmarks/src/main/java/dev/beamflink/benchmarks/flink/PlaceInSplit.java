package dev.beamflink.benchmarks.flink;

import dev.beamflink.benchmarks.fork.FirstElement;
import dev.beamflink.benchmarks.fork.Numbers;
import org.apache.flink.api.common.eventtime.TimestampAssigner;
import org.apache.flink.api.common.eventtime.TimestampAssignerSupplier;

/** Timestamps of numbers that a reader has one split of, in order. */
final class PlaceInSplit implements TimestampAssignerSupplier<Long> {

  private static final long serialVersionUID = 1L;

  private final int splits;
  private final int perMilli;

  PlaceInSplit(int splits, int perMilli) {
    this.splits = splits;
    this.perMilli = perMilli;
  }

  @Override
  public TimestampAssigner<Long> createTimestampAssigner(Context context) {
    return new OfReader(splits, perMilli);
  }

  private static final class OfReader implements TimestampAssigner<Long> {

    private final int splits;
    private final int perMilli;
    private long start = -1;

    private OfReader(int splits, int perMilli) {
      this.splits = splits;
      this.perMilli = perMilli;
    }

    @Override
    public long extractTimestamp(Long number, long recordTimestamp) {
      if (start < 0) {
        FirstElement.isNext();
        start = number;
      }
      return Numbers.timestamp(number - start, splits, perMilli);
    }
  }
}

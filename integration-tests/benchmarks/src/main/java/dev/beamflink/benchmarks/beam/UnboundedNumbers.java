package dev.beamflink.benchmarks.beam;

import dev.beamflink.benchmarks.fork.FirstElement;
import dev.beamflink.benchmarks.fork.Numbers;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The numbers as a stream that ends after the last one, with a split for each subtask: the same as
 * hand-written jobs read.
 */
final class UnboundedNumbers extends UnboundedSource<Long, UnboundedNumbers.Place> {

  private static final long serialVersionUID = 1L;

  private final long elements;
  private final int split;
  private final int splits;
  private final int perMilli;

  /**
   * The numbers from 0 on.
   *
   * @param perMilli elements of a millisecond of event time
   */
  UnboundedNumbers(long elements, int splits, int perMilli) {
    this(elements, 0, splits, perMilli);
  }

  private UnboundedNumbers(long elements, int split, int splits, int perMilli) {
    this.elements = elements;
    this.split = split;
    this.splits = splits;
    this.perMilli = perMilli;
  }

  @Override
  public List<UnboundedNumbers> split(int desired, PipelineOptions options) {
    List<UnboundedNumbers> parts = new ArrayList<>();
    for (int i = 0; i < splits; i++) {
      parts.add(new UnboundedNumbers(elements, i, splits, perMilli));
    }
    return parts;
  }

  @Override
  public UnboundedReader<Long> createReader(PipelineOptions options, @Nullable Place mark) {
    return new Reader(this, mark == null ? 0 : mark.next);
  }

  @Override
  public Coder<Place> getCheckpointMarkCoder() {
    return SerializableCoder.of(Place.class);
  }

  @Override
  public Coder<Long> getOutputCoder() {
    return VarLongCoder.of();
  }

  /** The place of the next number within its split. */
  record Place(long next) implements CheckpointMark, Serializable {

    @Override
    public void finalizeCheckpoint() {}
  }

  private static final class Reader extends UnboundedReader<Long> {

    private final UnboundedNumbers source;
    private final long start;
    private final long size;
    private long next;

    private Reader(UnboundedNumbers source, long next) {
      this.source = source;
      this.start = Numbers.start(source.split, source.splits, source.elements);
      this.size = Numbers.start(source.split + 1, source.splits, source.elements) - start;
      this.next = next;
    }

    @Override
    public boolean start() {
      FirstElement.isNext();
      return advance();
    }

    @Override
    public boolean advance() {
      if (next == size) {
        return false;
      }
      next++;
      return true;
    }

    @Override
    public Long getCurrent() {
      return start + next - 1;
    }

    @Override
    public Instant getCurrentTimestamp() {
      return Instant.ofEpochMilli(Numbers.timestamp(next - 1, source.splits, source.perMilli));
    }

    @Override
    public Instant getWatermark() {
      return next == size
          ? BoundedWindow.TIMESTAMP_MAX_VALUE
          : Instant.ofEpochMilli(Numbers.timestamp(next, source.splits, source.perMilli));
    }

    @Override
    public Place getCheckpointMark() {
      return new Place(next);
    }

    @Override
    public UnboundedNumbers getCurrentSource() {
      return source;
    }

    @Override
    public void close() {}
  }
}

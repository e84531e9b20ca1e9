package dev.beamflink.benchmarks.beam;

import dev.beamflink.benchmarks.fork.FirstElement;
import dev.beamflink.benchmarks.fork.Numbers;
import dev.beamflink.benchmarks.fork.Pace;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** The numbers as a stream, in one split, each one when it is due. */
final class PacedNumbers extends UnboundedSource<Long, UnboundedNumbers.Place> {

  private static final long serialVersionUID = 1L;
  private static final int PER_MILLI = 10;

  private final long elements;
  private final double elementsPerSecond;

  /**
   * @param elementsPerSecond 0 if all are due at once
   */
  PacedNumbers(long elements, double elementsPerSecond) {
    this.elements = elements;
    this.elementsPerSecond = elementsPerSecond;
  }

  @Override
  public List<PacedNumbers> split(int desired, PipelineOptions options) {
    return List.of(this);
  }

  @Override
  public UnboundedReader<Long> createReader(
      PipelineOptions options, UnboundedNumbers.@Nullable Place mark) {
    if (mark != null) {
      throw new IllegalStateException("A job whose latency is measured does not start again");
    }
    return new Reader(this);
  }

  @Override
  public Coder<UnboundedNumbers.Place> getCheckpointMarkCoder() {
    return SerializableCoder.of(UnboundedNumbers.Place.class);
  }

  @Override
  public Coder<Long> getOutputCoder() {
    return VarLongCoder.of();
  }

  private static final class Reader extends UnboundedReader<Long> {

    private final PacedNumbers source;
    private Pace pace = Pace.start(0);
    private long next;

    private Reader(PacedNumbers source) {
      this.source = source;
    }

    @Override
    public boolean start() {
      FirstElement.isNext();
      pace = Pace.start(source.elementsPerSecond);
      return advance();
    }

    @Override
    public boolean advance() {
      if (next == source.elements || System.nanoTime() < pace.dueNanos(next)) {
        return false;
      }
      next++;
      return true;
    }

    @Override
    public Long getCurrent() {
      return next - 1;
    }

    @Override
    public Instant getCurrentTimestamp() {
      return Instant.ofEpochMilli(Numbers.timestamp(next - 1, 1, PER_MILLI));
    }

    @Override
    public Instant getWatermark() {
      return next == source.elements
          ? BoundedWindow.TIMESTAMP_MAX_VALUE
          : Instant.ofEpochMilli(Numbers.timestamp(next, 1, PER_MILLI));
    }

    @Override
    public UnboundedNumbers.Place getCheckpointMark() {
      return new UnboundedNumbers.Place(next);
    }

    @Override
    public PacedNumbers getCurrentSource() {
      return source;
    }

    @Override
    public void close() {}
  }
}

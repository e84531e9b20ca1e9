package dev.beamflink.cluster.job.fault;

import java.io.IOException;
import java.io.Serial;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/** {@link Content} as an unbounded source of {@value Content#SPLITS} splits that end. */
final class NumberedSource extends UnboundedSource<Long, OffsetMark> {
  @Serial private static final long serialVersionUID = 1L;

  private static final int ALL = -1;

  private final String name;
  private final Schedule schedule;
  private final boolean withLate;
  private final int split;

  /**
   * @param name tells it from other sources of the same job
   */
  NumberedSource(String name, Schedule schedule, boolean withLate) {
    this(name, schedule, withLate, ALL);
  }

  private NumberedSource(String name, Schedule schedule, boolean withLate, int split) {
    this.name = name;
    this.schedule = schedule;
    this.withLate = withLate;
    this.split = split;
  }

  @Override
  public List<NumberedSource> split(int desiredSplits, PipelineOptions options) {
    return IntStream.range(0, Content.SPLITS)
        .mapToObj(number -> new NumberedSource(name, schedule, withLate, number))
        .toList();
  }

  @Override
  public UnboundedReader<Long> createReader(PipelineOptions options, @Nullable OffsetMark mark)
      throws IOException {
    if (split == ALL) {
      throw new IllegalStateException("A source that has not been split was read");
    }
    long offset = mark == null ? 0 : mark.nextOffset();
    OffsetMark start = new OffsetMark(schedule, name, split, offset);
    start.checkNothingAcknowledgedIsReadAgain();
    return new NumberedReader(this, start, withLate);
  }

  @Override
  public Coder<OffsetMark> getCheckpointMarkCoder() {
    return SerializableCoder.of(OffsetMark.class);
  }

  @Override
  public Coder<Long> getOutputCoder() {
    return VarLongCoder.of();
  }
}

package dev.beamflink.runner.savepoint;

import java.io.Serializable;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** {@link Numbers} as an unbounded source that reads as far as its gate lets it. */
final class UnboundedNumbers extends UnboundedSource<Long, UnboundedNumbers.Mark> {

  private static final long serialVersionUID = 1L;
  private static final int ALL = -1;

  private final Gates gates;
  private final String name;
  private final int split;

  /** Records with ids; 0 says that they have none. */
  private final long distinctIds;

  private UnboundedNumbers(Gates gates, String name, int split, long distinctIds) {
    this.gates = gates;
    this.name = name;
    this.split = split;
    this.distinctIds = distinctIds;
  }

  static UnboundedNumbers of(Gates gates, String name) {
    return new UnboundedNumbers(gates, name, ALL, 0);
  }

  /** Has so many records only, each of them several times, in all splits. */
  static UnboundedNumbers withDuplicates(Gates gates, String name, long distinct) {
    return new UnboundedNumbers(gates, name, ALL, distinct);
  }

  /** Where a reader stands. */
  record Mark(long next) implements CheckpointMark, Serializable {
    @Override
    public void finalizeCheckpoint() {}
  }

  @Override
  public List<UnboundedNumbers> split(int desiredSplits, PipelineOptions options) {
    return IntStream.range(0, Numbers.SPLITS)
        .mapToObj(part -> new UnboundedNumbers(gates, name, part, distinctIds))
        .toList();
  }

  @Override
  public UnboundedReader<Long> createReader(PipelineOptions options, @Nullable Mark mark) {
    if (split == ALL) {
      throw new IllegalStateException("A source that has not been split was read");
    }
    return new Reader(this, mark == null ? 0 : mark.next());
  }

  @Override
  public boolean requiresDeduping() {
    return distinctIds > 0;
  }

  @Override
  public Coder<Mark> getCheckpointMarkCoder() {
    return SerializableCoder.of(Mark.class);
  }

  @Override
  public Coder<Long> getOutputCoder() {
    return VarLongCoder.of();
  }

  private static final class Reader extends UnboundedReader<Long> {

    private final UnboundedNumbers source;
    private long next;
    private boolean hasCurrent;

    private Reader(UnboundedNumbers source, long next) {
      this.source = source;
      this.next = next;
    }

    private long end() {
      return Numbers.end(source.split);
    }

    private long limit() {
      return source.gates.limit(source.name);
    }

    @Override
    public boolean start() {
      return advance();
    }

    @Override
    public boolean advance() {
      if (next >= Math.min(end(), limit())) {
        return false;
      }
      next++;
      hasCurrent = true;
      return true;
    }

    @Override
    public Instant getWatermark() {
      if (next < end()) {
        return Numbers.bound(next);
      }
      return limit() == Long.MAX_VALUE ? BoundedWindow.TIMESTAMP_MAX_VALUE : Numbers.bound(limit());
    }

    @Override
    public Mark getCheckpointMark() {
      return new Mark(next);
    }

    private long current() {
      if (!hasCurrent) {
        throw new NoSuchElementException("Nothing was read yet");
      }
      return next - 1;
    }

    @Override
    public Long getCurrent() {
      return source.distinctIds > 0
          ? current() % source.distinctIds
          : Numbers.number(source.split, current());
    }

    @Override
    public byte[] getCurrentRecordId() {
      return new byte[] {(byte) (current() % source.distinctIds)};
    }

    @Override
    public Instant getCurrentTimestamp() {
      return Numbers.timestamp(source.split, current());
    }

    @Override
    public UnboundedSource<Long, ?> getCurrentSource() {
      return source;
    }

    @Override
    public void close() {}
  }
}

package dev.beamflink.runner.savepoint;

import java.nio.ByteBuffer;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.DelegateCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** The numbers up to {@link Gate#END}, each at its millisecond, as far as the gate is open. */
final class GatedSource extends UnboundedSource<Long, GatedSource.Mark> {

  private static final long serialVersionUID = 1L;

  /** The number that is read next. */
  record Mark(long next) implements UnboundedSource.CheckpointMark {
    @Override
    public void finalizeCheckpoint() {}
  }

  @Override
  public List<GatedSource> split(int desired, PipelineOptions options) {
    return List.of(this);
  }

  @Override
  public UnboundedReader<Long> createReader(PipelineOptions options, @Nullable Mark mark) {
    return new Reader(mark == null ? 0 : mark.next());
  }

  @Override
  public Coder<Mark> getCheckpointMarkCoder() {
    return DelegateCoder.of(VarLongCoder.of(), Mark::next, Mark::new);
  }

  @Override
  public Coder<Long> getOutputCoder() {
    return VarLongCoder.of();
  }

  @Override
  public boolean requiresDeduping() {
    return true;
  }

  private final class Reader extends UnboundedReader<Long> {
    private long next;

    Reader(long next) {
      this.next = next;
    }

    @Override
    public boolean start() {
      return advance();
    }

    @Override
    public boolean advance() {
      if (next == Gate.END || !Gate.isOpenFor(next)) {
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
      return Instant.ofEpochMilli(next - 1);
    }

    @Override
    public byte[] getCurrentRecordId() {
      return ByteBuffer.allocate(Long.BYTES).putLong(next - 1).array();
    }

    @Override
    public Instant getWatermark() {
      return next == Gate.END ? BoundedWindow.TIMESTAMP_MAX_VALUE : Instant.ofEpochMilli(next);
    }

    @Override
    public Mark getCheckpointMark() {
      return new Mark(next);
    }

    @Override
    public UnboundedSource<Long, ?> getCurrentSource() {
      return GatedSource.this;
    }

    @Override
    public void close() {}
  }
}

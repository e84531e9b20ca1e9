package dev.beamflink.runner.cluster;

import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Numbers in one split, number n at second n. It stops halfway until a file is there, and ends
 * after the last number. Until then its watermark stays at the beginning.
 */
final class GatedNumbers extends UnboundedSource<Integer, GatedNumbers.Position> {

  private static final long serialVersionUID = 1L;

  private final int numbers;
  private final String gate;

  GatedNumbers(int numbers, Path gate) {
    this.numbers = numbers;
    this.gate = gate.toString();
  }

  @Override
  public List<GatedNumbers> split(int desiredSplits, PipelineOptions options) {
    return List.of(this);
  }

  @Override
  public UnboundedReader<Integer> createReader(PipelineOptions options, @Nullable Position start) {
    return new Reader(start == null ? 0 : start.next());
  }

  @Override
  public Coder<Position> getCheckpointMarkCoder() {
    return SerializableCoder.of(Position.class);
  }

  @Override
  public Coder<Integer> getOutputCoder() {
    return VarIntCoder.of();
  }

  /**
   * How far the numbers have been read.
   *
   * @param next number
   */
  record Position(int next) implements CheckpointMark, Serializable {
    @Override
    public void finalizeCheckpoint() {}
  }

  private final class Reader extends UnboundedReader<Integer> {

    private int next;
    private boolean started;

    private Reader(int next) {
      this.next = next;
    }

    @Override
    public boolean start() {
      return advance();
    }

    @Override
    public boolean advance() {
      if (next == numbers || (next == numbers / 2 && !Files.exists(Path.of(gate)))) {
        return false;
      }
      started = true;
      next++;
      return true;
    }

    @Override
    public Instant getWatermark() {
      return next == numbers ? BoundedWindow.TIMESTAMP_MAX_VALUE : Instant.EPOCH;
    }

    @Override
    public Integer getCurrent() {
      if (!started) {
        throw new NoSuchElementException();
      }
      return next - 1;
    }

    @Override
    public Instant getCurrentTimestamp() {
      return Instant.ofEpochSecond(getCurrent());
    }

    @Override
    public Position getCheckpointMark() {
      return new Position(next);
    }

    @Override
    public GatedNumbers getCurrentSource() {
      return GatedNumbers.this;
    }

    @Override
    public void close() {}
  }
}

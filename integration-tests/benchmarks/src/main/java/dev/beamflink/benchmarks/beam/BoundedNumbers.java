package dev.beamflink.benchmarks.beam;

import dev.beamflink.benchmarks.fork.FirstElement;
import dev.beamflink.benchmarks.fork.Numbers;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.io.BoundedSource;
import org.apache.beam.sdk.options.PipelineOptions;

/** The numbers as the input of a batch job. */
final class BoundedNumbers extends BoundedSource<Long> {

  private static final long serialVersionUID = 1L;
  private static final int BYTES = 8;

  private final long start;
  private final long end;

  BoundedNumbers(long start, long end) {
    this.start = start;
    this.end = end;
  }

  @Override
  public List<BoundedNumbers> split(long desiredBundleSizeBytes, PipelineOptions options) {
    int parts = (int) Math.max(1, (end - start) * BYTES / Math.max(1, desiredBundleSizeBytes));
    List<BoundedNumbers> sources = new ArrayList<>();
    for (int i = 0; i < parts; i++) {
      sources.add(
          new BoundedNumbers(
              start + Numbers.start(i, parts, end - start),
              start + Numbers.start(i + 1, parts, end - start)));
    }
    return sources;
  }

  @Override
  public long getEstimatedSizeBytes(PipelineOptions options) {
    return (end - start) * BYTES;
  }

  @Override
  public BoundedReader<Long> createReader(PipelineOptions options) {
    return new Reader(this);
  }

  @Override
  public Coder<Long> getOutputCoder() {
    return VarLongCoder.of();
  }

  private static final class Reader extends BoundedReader<Long> {

    private final BoundedNumbers source;
    private long next;

    private Reader(BoundedNumbers source) {
      this.source = source;
      this.next = source.start;
    }

    @Override
    public boolean start() {
      FirstElement.isNext();
      return advance();
    }

    @Override
    public boolean advance() {
      if (next == source.end) {
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
    public BoundedNumbers getCurrentSource() {
      return source;
    }

    @Override
    public void close() {}
  }
}

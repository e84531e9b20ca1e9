package dev.beamflink.runner.savepoint;

import java.io.IOException;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.io.BoundedSource;
import org.apache.beam.sdk.options.PipelineOptions;
import org.joda.time.Instant;

/**
 * {@link Numbers} as a bounded source. Its readers can't say that there is nothing now; so they
 * read slowly what is beyond the gate. A shut gate does not let it be split.
 */
final class BoundedNumbers extends BoundedSource<Long> {

  private static final long serialVersionUID = 1L;
  private static final int ALL = -1;
  private static final long PAUSE_MILLIS = 20;

  private final Gates gates;
  private final String name;
  private final int split;

  private BoundedNumbers(Gates gates, String name, int split) {
    this.gates = gates;
    this.name = name;
    this.split = split;
  }

  static BoundedNumbers of(Gates gates, String name) {
    return new BoundedNumbers(gates, name, ALL);
  }

  @Override
  public List<BoundedNumbers> split(long desiredBundleSizeBytes, PipelineOptions options)
      throws InterruptedException {
    if (split != ALL) {
      return List.of(this);
    }
    gates.awaitLimitAbove(name, 0, TimeUnit.HOURS.toMillis(1));
    return IntStream.range(0, Numbers.SPLITS)
        .mapToObj(part -> new BoundedNumbers(gates, name, part))
        .toList();
  }

  @Override
  public long getEstimatedSizeBytes(PipelineOptions options) {
    return Numbers.PER_SPLIT;
  }

  @Override
  public BoundedReader<Long> createReader(PipelineOptions options) {
    if (split == ALL) {
      throw new IllegalStateException("A source that has not been split was read");
    }
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
    }

    @Override
    public boolean start() throws IOException {
      return advance();
    }

    @Override
    public boolean advance() throws IOException {
      if (next == Numbers.end(source.split)) {
        return false;
      }
      try {
        source.gates.awaitLimitAbove(source.name, next, PAUSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException(e);
      }
      next++;
      return true;
    }

    private long current() {
      if (next == 0) {
        throw new NoSuchElementException("Nothing was read yet");
      }
      return next - 1;
    }

    @Override
    public Long getCurrent() {
      return Numbers.number(source.split, current());
    }

    @Override
    public Instant getCurrentTimestamp() {
      return Numbers.timestamp(source.split, current());
    }

    @Override
    public BoundedSource<Long> getCurrentSource() {
      return source;
    }

    @Override
    public void close() {}
  }
}

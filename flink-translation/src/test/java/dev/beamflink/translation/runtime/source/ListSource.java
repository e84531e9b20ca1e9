package dev.beamflink.translation.runtime.source;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.io.BoundedSource;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.options.PipelineOptions;
import org.joda.time.Instant;

/**
 * Some numbers, each at its own time, in splits of a fixed size; a split cannot be split again
 * while it is read. Counts what is read, and how often it is split, in Beam metrics.
 */
class ListSource extends BoundedSource<Long> {

  private static final long serialVersionUID = 1L;

  final List<Long> numbers;
  final int splitSize;

  ListSource(List<Long> numbers, int splitSize) {
    this.numbers = List.copyOf(numbers);
    this.splitSize = splitSize;
  }

  @Override
  public List<ListSource> split(long desiredBundleSizeBytes, PipelineOptions options) {
    Metrics.counter(ListSource.class, "split").inc();
    List<ListSource> splits = new ArrayList<>();
    for (int i = 0; i < numbers.size(); i += splitSize) {
      int end = Math.min(numbers.size(), i + splitSize);
      splits.add(new ListSource(numbers.subList(i, end), splitSize));
    }
    return splits;
  }

  @Override
  public long getEstimatedSizeBytes(PipelineOptions options) {
    return numbers.size();
  }

  @Override
  public Coder<Long> getOutputCoder() {
    return VarLongCoder.of();
  }

  @Override
  public BoundedReader<Long> createReader(PipelineOptions options) {
    return new Reader();
  }

  private final class Reader extends BoundedReader<Long> {
    private final Counter counter = Metrics.counter(ListSource.class, "read");
    private int index = -1;

    @Override
    public boolean start() {
      return advance();
    }

    @Override
    public boolean advance() {
      index++;
      if (index < numbers.size()) {
        counter.inc();
        return true;
      }
      return false;
    }

    @Override
    public Long getCurrent() {
      return numbers.get(index);
    }

    @Override
    public Instant getCurrentTimestamp() {
      return Instant.ofEpochMilli(getCurrent());
    }

    @Override
    public BoundedSource<Long> getCurrentSource() {
      return ListSource.this;
    }

    @Override
    public void close() {}
  }
}

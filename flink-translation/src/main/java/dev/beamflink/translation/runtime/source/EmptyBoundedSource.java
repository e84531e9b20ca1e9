package dev.beamflink.translation.runtime.source;

import java.util.List;
import java.util.NoSuchElementException;
import org.apache.beam.sdk.io.BoundedSource;
import org.apache.beam.sdk.options.PipelineOptions;

/** A bounded source without elements: what the Flatten of no PCollection reads. */
public final class EmptyBoundedSource<T> extends BoundedSource<T> {

  private static final long serialVersionUID = 1L;

  @Override
  public List<? extends BoundedSource<T>> split(long desiredBytes, PipelineOptions options) {
    return List.of();
  }

  @Override
  public long getEstimatedSizeBytes(PipelineOptions options) {
    return 0;
  }

  @Override
  public BoundedReader<T> createReader(PipelineOptions options) {
    return new EmptyReader<>(this);
  }

  private static final class EmptyReader<T> extends BoundedReader<T> {

    private final BoundedSource<T> source;

    EmptyReader(BoundedSource<T> source) {
      this.source = source;
    }

    @Override
    public boolean start() {
      return false;
    }

    @Override
    public boolean advance() {
      return false;
    }

    @Override
    public T getCurrent() {
      throw new NoSuchElementException("An empty source has no element");
    }

    @Override
    public BoundedSource<T> getCurrentSource() {
      return source;
    }

    @Override
    public void close() {}
  }
}

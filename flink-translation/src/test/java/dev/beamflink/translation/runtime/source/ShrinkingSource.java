package dev.beamflink.translation.runtime.source;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.beam.sdk.options.PipelineOptions;

/** Gives its last element only to the first reader. */
final class ShrinkingSource extends ListSource {

  private static final long serialVersionUID = 1L;

  /** Static, as readers get copies of the source. */
  private static final AtomicInteger READERS = new AtomicInteger();

  ShrinkingSource(List<Long> numbers) {
    super(numbers, numbers.size());
    READERS.set(0);
  }

  @Override
  public List<ListSource> split(long desiredBundleSizeBytes, PipelineOptions options) {
    return List.of(this);
  }

  @Override
  public BoundedReader<Long> createReader(PipelineOptions options) {
    return READERS.getAndIncrement() == 0
        ? super.createReader(options)
        : new ListSource(numbers.subList(0, numbers.size() - 1), 1).createReader(options);
  }
}

package dev.beamflink.translation.runtime.source;

import java.util.List;
import org.apache.beam.sdk.options.PipelineOptions;

/** Cannot be read. */
final class FailingSource extends ListSource {

  private static final long serialVersionUID = 1L;

  FailingSource() {
    super(List.of(1L), 1);
  }

  @Override
  public List<ListSource> split(long desiredBundleSizeBytes, PipelineOptions options) {
    return List.of(this);
  }

  @Override
  public BoundedReader<Long> createReader(PipelineOptions options) {
    throw new IllegalStateException("disk is gone");
  }
}

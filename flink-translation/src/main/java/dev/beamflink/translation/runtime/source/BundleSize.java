package dev.beamflink.translation.runtime.source;

import java.io.Serializable;
import org.apache.beam.sdk.io.BoundedSource;
import org.apache.beam.sdk.options.PipelineOptions;

/** How large the splits of a bounded source should be. */
public sealed interface BundleSize extends Serializable {

  /**
   * The size to ask the source for, in bytes. Calls user code: not in the coordinator's thread.
   *
   * @param parallelism number of readers
   */
  long desiredBytes(BoundedSource<?> source, PipelineOptions options, int parallelism)
      throws Exception;

  /** A fixed size. */
  record Fixed(long bytes) implements BundleSize {

    public Fixed {
      if (bytes < 1) {
        throw new IllegalArgumentException("Bundles of " + bytes + " bytes");
      }
    }

    @Override
    public long desiredBytes(BoundedSource<?> source, PipelineOptions options, int parallelism) {
      return bytes;
    }
  }

  /**
   * About so many splits for each reader: more of them even out slow readers, fewer cost less. A
   * source that cannot estimate its size gets splits of 64 MiB.
   */
  record PerReader(int splits) implements BundleSize {

    private static final long SIZE_IF_UNKNOWN = 64L << 20; // 64 MiB

    public PerReader {
      if (splits < 1) {
        throw new IllegalArgumentException(splits + " splits per reader");
      }
    }

    @Override
    public long desiredBytes(BoundedSource<?> source, PipelineOptions options, int parallelism)
        throws Exception {
      long total = source.getEstimatedSizeBytes(options);
      return total <= 0 ? SIZE_IF_UNKNOWN : Math.max(1, total / ((long) parallelism * splits));
    }
  }

  /** Another size, but no larger than so many bytes. */
  record AtMost(BundleSize size, long bytes) implements BundleSize {

    public AtMost {
      if (bytes < 1) {
        throw new IllegalArgumentException("Bundles of at most " + bytes + " bytes");
      }
    }

    @Override
    public long desiredBytes(BoundedSource<?> source, PipelineOptions options, int parallelism)
        throws Exception {
      return Math.min(bytes, size.desiredBytes(source, options, parallelism));
    }
  }
}

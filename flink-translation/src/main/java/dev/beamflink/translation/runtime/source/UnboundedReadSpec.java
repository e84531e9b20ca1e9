package dev.beamflink.translation.runtime.source;

import dev.beamflink.translation.runtime.options.DeferredOptions;
import java.io.Serializable;
import java.time.Duration;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.io.UnboundedSource;

/**
 * Describes the execution of an unbounded Read. Made by the client, travels in the job graph. The
 * pipeline options are here only, never in state; reading them back, in the JobManager and in each
 * TaskManager, also gives them to Beam's {@code FileSystems}.
 *
 * @param transform names the Read in error messages
 * @param source what to read
 * @param options the pipeline's options
 * @param desiredSplits how many splits to ask the source for; it is split once, so this also bounds
 *     how far the job can be scaled up later
 * @param elementCoder measures elements, so that a backlog of bytes is told in records too
 * @param watermarkInterval time between two watermarks of a reader
 * @param endPolicy when readers end, once all have reached the end of time
 */
public record UnboundedReadSpec<T>(
    ReadTransform transform,
    UnboundedSource<T, ?> source,
    DeferredOptions options,
    int desiredSplits,
    Coder<T> elementCoder,
    Duration watermarkInterval,
    EndPolicy endPolicy)
    implements Serializable {

  public UnboundedReadSpec {
    if (desiredSplits < 1) {
      throw new IllegalArgumentException(desiredSplits + " splits");
    }
  }
}

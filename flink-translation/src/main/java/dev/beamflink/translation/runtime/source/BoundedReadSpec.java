package dev.beamflink.translation.runtime.source;

import dev.beamflink.translation.runtime.options.DeferredOptions;
import java.io.Serializable;
import org.apache.beam.sdk.io.BoundedSource;

/**
 * Describes the execution of a bounded Read. Made by the client, travels in the job graph. The
 * pipeline options are here only, never in state; reading them back, in the JobManager and in each
 * TaskManager, also gives them to Beam's {@code FileSystems}.
 *
 * @param transform names the Read in error messages
 * @param source what to read
 * @param options the pipeline's options
 * @param bundleSize how the source is split
 * @param endPolicy when readers that are done end
 */
public record BoundedReadSpec<T>(
    ReadTransform transform,
    BoundedSource<T> source,
    DeferredOptions options,
    BundleSize bundleSize,
    EndPolicy endPolicy)
    implements Serializable {}

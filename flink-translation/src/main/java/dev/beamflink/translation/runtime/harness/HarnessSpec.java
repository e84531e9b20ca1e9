package dev.beamflink.translation.runtime.harness;

import dev.beamflink.translation.runtime.harness.environment.HarnessSettings;
import java.io.Serializable;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.Struct;

/**
 * What SDK harnesses are told of their job, and how they are started.
 *
 * @param jobName the job's name
 * @param options the pipeline's options as the SDK gave them
 * @param settings how they are started
 */
public record HarnessSpec(String jobName, Struct options, HarnessSettings settings)
    implements Serializable {}

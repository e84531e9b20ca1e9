package dev.beamflink.translation.runtime.harness;

import java.io.Serializable;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.Struct;

/**
 * What SDK harnesses are told of their job.
 *
 * @param jobName the job's name
 * @param options the pipeline's options as the SDK gave them
 */
public record HarnessSpec(String jobName, Struct options) implements Serializable {}

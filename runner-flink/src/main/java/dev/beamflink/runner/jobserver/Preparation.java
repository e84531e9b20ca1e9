package dev.beamflink.runner.jobserver;

import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.Struct;

/**
 * A pipeline that a client has sent and may run.
 *
 * @param id of the preparation; also the token for staging its artifacts. Never a job's id: a
 *     client that takes one for the other must be told at once
 * @param jobName how the client calls the job, never empty
 * @param pipeline as the client has sent it
 * @param options as the client has sent them, as far as they are Beam's
 */
record Preparation(String id, String jobName, RunnerApi.Pipeline pipeline, Struct options) {

  /** What is left of one when its job is found again by another server. */
  static Preparation lost(String id, String jobName) {
    return new Preparation(
        id, jobName, RunnerApi.Pipeline.getDefaultInstance(), Struct.getDefaultInstance());
  }

  /** Whether there is no pipeline, and no options. */
  boolean isLost() {
    return pipeline.equals(RunnerApi.Pipeline.getDefaultInstance());
  }

  /** About what it takes of the memory. */
  long bytes() {
    return pipeline.getSerializedSize() + (long) options.getSerializedSize();
  }
}

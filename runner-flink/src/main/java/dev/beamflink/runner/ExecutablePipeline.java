package dev.beamflink.runner;

import dev.beamflink.translation.translate.UserCode;
import org.apache.beam.model.pipeline.v1.RunnerApi;

/** A pipeline that is to be executed, in whatever form it has come. Lives in the client. */
public interface ExecutablePipeline {

  /** The pipeline now. */
  RunnerApi.Pipeline toProto();

  /** Where its user code runs. */
  UserCode userCode();

  /**
   * Fits the pipeline to the width of its job.
   *
   * @return whether {@link #toProto} answers another pipeline then
   */
  boolean fit(int parallelism, int maxParallelism);
}

package dev.beamflink.runner.jobserver;

import dev.beamflink.model.foreign.ForeignPipelines;
import dev.beamflink.runner.ExecutablePipeline;
import dev.beamflink.translation.runtime.harness.HarnessSpec;
import dev.beamflink.translation.translate.HarnessUserCode;
import dev.beamflink.translation.translate.UserCode;
import org.apache.beam.model.pipeline.v1.RunnerApi;

/**
 * A pipeline that came over the Job API: its user code runs in SDK harnesses.
 *
 * @param proto the pipeline, its artifacts where workers can read them
 * @param harness what the harnesses are told of the job
 */
record PortablePipeline(RunnerApi.Pipeline proto, HarnessSpec harness)
    implements ExecutablePipeline {

  @Override
  public RunnerApi.Pipeline toProto() {
    return ForeignPipelines.prepared(proto);
  }

  @Override
  public UserCode userCode() {
    return new HarnessUserCode(harness);
  }

  /** How files are written is up to the SDK. */
  @Override
  public boolean fit(int parallelism, int maxParallelism) {
    return false;
  }
}

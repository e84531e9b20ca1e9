package dev.beamflink.runner;

import dev.beamflink.runner.sharding.ShardedBatchesOverride;
import dev.beamflink.runner.sharding.ShardedWrites;
import dev.beamflink.translation.translate.InProcessUserCode;
import dev.beamflink.translation.translate.UserCode;
import java.nio.file.Path;
import java.util.List;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.util.construction.PipelineTranslation;
import org.apache.beam.sdk.util.construction.SdkComponents;
import org.apache.beam.sdk.util.construction.SplittableParDo;
import org.apache.beam.sdk.util.construction.UnconsumedReads;

/**
 * A pipeline built with the Java SDK in this process.
 *
 * @param pipeline as the user built it; it is changed
 */
record JavaPipeline(Pipeline pipeline) implements ExecutablePipeline {

  /**
   * The pipeline as proto. Changes the pipeline object: reads become primitive reads again, because
   * the SDK wraps them in splittable DoFns that only slow an in-process runner down, and what Beam
   * leaves to the runner is replaced.
   */
  @Override
  public RunnerApi.Pipeline toProto() {
    pipeline.replaceAll(List.of(ShardedBatchesOverride.create()));
    SplittableParDo.convertReadBasedSplittableDoFnsToPrimitiveReads(pipeline);
    UnconsumedReads.ensureAllReadsConsumed(pipeline);
    return PipelineTranslation.toProto(pipeline, SdkComponents.create(pipeline.getOptions()));
  }

  @Override
  public UserCode userCode() {
    return new InProcessUserCode();
  }

  /** None: it was built in this process. */
  @Override
  public List<Path> jars() {
    return List.of();
  }

  /** Places the shards of file writes. */
  @Override
  public boolean fit(int parallelism, int maxParallelism) {
    return ShardedWrites.place(pipeline, parallelism, maxParallelism);
  }
}

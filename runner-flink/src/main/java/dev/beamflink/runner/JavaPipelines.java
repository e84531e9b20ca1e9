package dev.beamflink.runner;

import dev.beamflink.runner.sharding.ShardedBatchesOverride;
import java.util.List;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.util.construction.PipelineTranslation;
import org.apache.beam.sdk.util.construction.SdkComponents;
import org.apache.beam.sdk.util.construction.SplittableParDo;
import org.apache.beam.sdk.util.construction.UnconsumedReads;

/** Makes the proto of a pipeline built with the Java SDK. */
final class JavaPipelines {

  private JavaPipelines() {}

  /**
   * The pipeline as proto. Changes the pipeline object: reads become primitive reads again, because
   * the SDK wraps them in splittable DoFns that only slow an in-process runner down, and what Beam
   * leaves to the runner is replaced.
   */
  static RunnerApi.Pipeline toProto(Pipeline pipeline) {
    pipeline.replaceAll(List.of(ShardedBatchesOverride.create()));
    SplittableParDo.convertReadBasedSplittableDoFnsToPrimitiveReads(pipeline);
    UnconsumedReads.ensureAllReadsConsumed(pipeline);
    return PipelineTranslation.toProto(pipeline, SdkComponents.create(pipeline.getOptions()));
  }
}

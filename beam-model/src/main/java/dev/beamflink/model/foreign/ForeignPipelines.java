package dev.beamflink.model.foreign;

import dev.beamflink.model.parse.GraphParser;
import org.apache.beam.model.pipeline.v1.RunnerApi;

/** Prepares pipelines whose user code runs in processes of their SDKs. */
public final class ForeignPipelines {

  private ForeignPipelines() {}

  /**
   * Returns the pipeline in a form that needs no user code in this process.
   *
   * @throws dev.beamflink.model.problem.InvalidPipelineException if its components don't fit
   *     together
   */
  public static RunnerApi.Pipeline prepared(RunnerApi.Pipeline pipeline) {
    GraphParser.requireSound(pipeline);
    return FlattenTranscoding.apply(UserCodeComposites.takenApart(pipeline));
  }
}

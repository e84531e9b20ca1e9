package dev.beamflink.model.foreign;

import dev.beamflink.model.parse.GraphParser;
import java.util.Set;
import org.apache.beam.model.pipeline.v1.RunnerApi;

/** Prepares pipelines whose user code, or some of it, runs in processes of their SDKs. */
public final class ForeignPipelines {

  private ForeignPipelines() {}

  /**
   * Returns the pipeline in a form that needs no user code in this process but that of some
   * environments.
   *
   * @param inProcess ids of these, see {@link JavaEnvironments}
   * @throws dev.beamflink.model.problem.InvalidPipelineException if its components don't fit
   *     together
   */
  public static RunnerApi.Pipeline prepared(RunnerApi.Pipeline pipeline, Set<String> inProcess) {
    GraphParser.requireSound(pipeline);
    return FlattenTranscoding.apply(
        TestStreamElements.prefixed(
            WindowEnds.apply(
                TimersOfMainInput.apply(
                    UserCodeComposites.takenApart(pipeline, inProcess), inProcess),
                inProcess),
            inProcess),
        inProcess);
  }
}

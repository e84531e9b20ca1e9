package dev.beamflink.translation.runtime.stage;

import dev.beamflink.translation.runtime.options.DeferredOptions;
import java.io.Serializable;
import java.util.List;
import org.apache.beam.model.pipeline.v1.RunnerApi;

/**
 * What an operator needs to run a stage. Made in the client, shipped in the operator's factory.
 *
 * @param name the stage's name, for errors and metrics
 * @param components the part of the pipeline's {@link RunnerApi.Components} that the stage's
 *     transforms need
 * @param transformIds ids of the stage's transforms in topological order
 * @param inputId id of the stage's input PCollection
 * @param outputIds ids of the PCollections that leave the stage; their positions number the
 *     operator's outputs
 * @param options the pipeline's options
 */
public record StageSpec(
    String name,
    RunnerApi.Components components,
    List<String> transformIds,
    String inputId,
    List<String> outputIds,
    DeferredOptions options)
    implements Serializable {

  public StageSpec {
    transformIds = List.copyOf(transformIds);
    outputIds = List.copyOf(outputIds);
  }
}

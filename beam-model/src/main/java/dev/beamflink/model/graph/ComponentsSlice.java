package dev.beamflink.model.graph;

import java.util.Collection;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.PCollection;
import org.apache.beam.model.pipeline.v1.RunnerApi.PTransform;
import org.apache.beam.model.pipeline.v1.RunnerApi.WindowingStrategy;

/**
 * The components that some transforms need and no others, so that an operator is shipped only what
 * it runs: the transforms without subtransforms and display data, their PCollections, and whatever
 * coders, windowing strategies and environments these name, directly or through others.
 */
public final class ComponentsSlice {
  private final PipelineGraph graph;
  private final RunnerApi.Components all;
  private final RunnerApi.Components.Builder slice = RunnerApi.Components.newBuilder();

  private ComponentsSlice(PipelineGraph graph) {
    this.graph = graph;
    this.all = graph.components();
  }

  /**
   * Returns the components of some transforms.
   *
   * @param transforms executable transforms of the graph; their order does not matter
   */
  public static RunnerApi.Components of(PipelineGraph graph, Collection<TransformId> transforms) {
    ComponentsSlice slice = new ComponentsSlice(graph);
    transforms.stream().sorted().forEach(slice::addTransform);
    return slice.slice.build();
  }

  private void addTransform(TransformId id) {
    PTransform transform = all.getTransformsOrThrow(id.value());
    slice.putTransforms(
        id.value(), transform.toBuilder().clearSubtransforms().clearDisplayData().build());
    TransformNode node = graph.transform(id);
    node.payload().coderIds().forEach(this::addCoder);
    node.inputs().values().forEach(this::addCollection);
    node.outputs().values().forEach(this::addCollection);
    addEnvironment(transform.getEnvironmentId());
  }

  private void addCollection(CollectionId id) {
    PCollection collection = all.getPcollectionsOrThrow(id.value());
    slice.putPcollections(id.value(), collection.toBuilder().clearDisplayData().build());
    addCoder(collection.getCoderId());
    WindowingStrategy windowing =
        all.getWindowingStrategiesOrThrow(collection.getWindowingStrategyId());
    slice.putWindowingStrategies(collection.getWindowingStrategyId(), windowing);
    addCoder(windowing.getWindowCoderId());
    addEnvironment(windowing.getEnvironmentId());
  }

  private void addCoder(String id) {
    if (!slice.containsCoders(id)) {
      RunnerApi.Coder coder = all.getCodersOrThrow(id);
      slice.putCoders(id, coder);
      coder.getComponentCoderIdsList().forEach(this::addCoder);
    }
  }

  /** Transforms and windows that need no code of a user have no environment. */
  private void addEnvironment(String id) {
    if (!id.isEmpty()) {
      slice.putEnvironments(id, all.getEnvironmentsOrThrow(id));
    }
  }
}

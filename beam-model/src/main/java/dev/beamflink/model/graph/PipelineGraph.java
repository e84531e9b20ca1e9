package dev.beamflink.model.graph;

import dev.beamflink.model.payload.TransformPayload;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.collect.ImmutableList;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.collect.ImmutableListMultimap;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.collect.ImmutableMap;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline as its executable transforms and the PCollections between them: a typed view over the
 * proto. Composites are not part of it, except those that the runner executes as a whole.
 *
 * <p>Immutable and safe for any thread; made by the parser, lives in the client only. All orders
 * are defined by the pipeline: the same pipeline always gives the same graph.
 */
public final class PipelineGraph {
  private final RunnerApi.Pipeline proto;
  private final ImmutableList<TransformNode> transforms;
  private final ImmutableMap<TransformId, TransformNode> transformsById;
  private final ImmutableMap<CollectionId, CollectionNode> collections;
  private final ImmutableMap<CollectionId, TransformNode> producers;
  private final ImmutableListMultimap<CollectionId, Consumer> consumers;

  /**
   * Connects the transforms of a pipeline.
   *
   * @param proto the pipeline; transforms and PCollections have the same ids there
   * @param transforms the executable transforms, in an order that the pipeline defines
   * @param collections every PCollection that they use
   * @throws IllegalArgumentException if the transforms form a cycle
   */
  public PipelineGraph(
      RunnerApi.Pipeline proto,
      List<TransformNode> transforms,
      Collection<CollectionNode> collections) {
    TopologicalOrder<TransformNode> order = TopologicalOrder.of(transforms);
    if (!order.cyclic().isEmpty()) {
      throw new IllegalArgumentException("Transforms form a cycle: " + order.cyclic());
    }
    this.proto = proto;
    this.transforms = order.sorted();
    this.transformsById =
        this.transforms.stream()
            .collect(ImmutableMap.toImmutableMap(TransformNode::id, node -> node));
    this.collections =
        collections.stream().collect(ImmutableMap.toImmutableMap(CollectionNode::id, node -> node));
    Map<CollectionId, TransformNode> producing = new HashMap<>();
    ImmutableListMultimap.Builder<CollectionId, Consumer> consuming =
        ImmutableListMultimap.builder();
    for (TransformNode node : this.transforms) {
      node.outputs().values().forEach(output -> producing.put(output, node));
      node.inputs()
          .forEach(
              (name, input) ->
                  consuming.put(input, new Consumer(node, name, node.isSideInput(name))));
    }
    this.producers = ImmutableMap.copyOf(producing);
    this.consumers = consuming.build();
  }

  /** Returns the executable transforms, producers before consumers. */
  public List<TransformNode> transforms() {
    return transforms;
  }

  /** Returns the executable transforms of a kind, producers before consumers. */
  public List<TransformNode> transformsWith(Class<? extends TransformPayload> payload) {
    return transforms.stream().filter(node -> payload.isInstance(node.payload())).toList();
  }

  /**
   * Returns an executable transform.
   *
   * @throws IllegalArgumentException if the graph has none of this id
   */
  public TransformNode transform(TransformId id) {
    return known(transformsById.get(id), "transform", id);
  }

  /** Returns the PCollections that some executable transform produces or consumes. */
  public Collection<CollectionNode> collections() {
    return collections.values();
  }

  /**
   * Returns a PCollection.
   *
   * @throws IllegalArgumentException if no executable transform uses it
   */
  public CollectionNode collection(CollectionId id) {
    return known(collections.get(id), "PCollection", id);
  }

  /** Returns the transform that has this PCollection as an output. */
  public Optional<TransformNode> producerOf(CollectionId id) {
    return Optional.ofNullable(producers.get(id));
  }

  /** Returns the uses of this PCollection as an input, in the order of the transforms. */
  public List<Consumer> consumersOf(CollectionId id) {
    return consumers.get(id);
  }

  /** Returns the proto of a coder. */
  public RunnerApi.Coder coder(CoderId id) {
    return known(proto.getComponents().getCodersMap().get(id.value()), "coder", id);
  }

  /** Returns the proto of a windowing strategy. */
  public RunnerApi.WindowingStrategy windowing(WindowingId id) {
    return known(
        proto.getComponents().getWindowingStrategiesMap().get(id.value()),
        "windowing strategy",
        id);
  }

  /** Returns the proto of an environment. */
  public RunnerApi.Environment environment(EnvironmentId id) {
    return known(proto.getComponents().getEnvironmentsMap().get(id.value()), "environment", id);
  }

  /** Returns whether some PCollection is unbounded, so that the pipeline may run for ever. */
  public boolean hasUnbounded() {
    return collections.values().stream().anyMatch(collection -> !collection.bounded());
  }

  /** Returns the components of the proto, composites included. */
  public RunnerApi.Components components() {
    return proto.getComponents();
  }

  /** Returns the proto of which this graph is a view. */
  public RunnerApi.Pipeline toProto() {
    return proto;
  }

  private static <T> T known(@Nullable T found, String kind, Object id) {
    if (found == null) {
      throw new IllegalArgumentException("The graph has no %s '%s'".formatted(kind, id));
    }
    return found;
  }
}

package dev.beamflink.model.fuse;

import dev.beamflink.model.graph.CollectionId;
import dev.beamflink.model.graph.Consumer;
import dev.beamflink.model.graph.PipelineGraph;
import dev.beamflink.model.graph.TransformId;
import dev.beamflink.model.graph.TransformNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A node of the plan while transforms are still added to it. Mutable, lives during fusion. */
final class NodeDraft {
  private final TransformNode root;
  private final List<TransformNode> transforms = new ArrayList<>();

  /** Starts a node with its first transform. */
  NodeDraft(TransformNode root) {
    this.root = root;
    transforms.add(root);
  }

  TransformNode root() {
    return root;
  }

  void add(TransformNode transform) {
    transforms.add(transform);
  }

  /** Returns all PCollections that come from outside or from within, side inputs included. */
  Set<CollectionId> inputs() {
    Set<CollectionId> inputs = new HashSet<>();
    transforms.forEach(transform -> inputs.addAll(transform.inputs().values()));
    return inputs;
  }

  /** Returns the PCollections that must be there before the node can run. */
  Set<CollectionId> externalInputs() {
    Set<CollectionId> inputs = inputs();
    inputs.removeAll(producedOutputs());
    return inputs;
  }

  /** Returns the PCollections that the node's transforms produce, consumed outside or not. */
  Set<CollectionId> producedOutputs() {
    Set<CollectionId> outputs = new HashSet<>();
    transforms.forEach(transform -> outputs.addAll(transform.outputs().values()));
    return outputs;
  }

  /** Finishes the node. */
  PlanNode toPlanNode(PipelineGraph graph) {
    if (!FusionRules.runsInStage(root)) {
      return new PrimitiveNode(root);
    }
    List<TransformId> ids = transforms.stream().map(TransformNode::id).toList();
    return new StageNode(
        new StageId(root.fullName()),
        root.mainInput(),
        ids,
        outputsUsedOutside(graph, new HashSet<>(ids)),
        root.id());
  }

  private List<CollectionId> outputsUsedOutside(PipelineGraph graph, Set<TransformId> inside) {
    record Use(CollectionId output, long consumers) {}
    return producedOutputs().stream()
        .map(output -> new Use(output, consumersOutside(graph, output, inside)))
        .filter(use -> use.consumers() > 0)
        .sorted(Comparator.comparing(Use::consumers).reversed().thenComparing(Use::output))
        .map(Use::output)
        .toList();
  }

  private static long consumersOutside(
      PipelineGraph graph, CollectionId output, Set<TransformId> inside) {
    return graph.consumersOf(output).stream()
        .map(Consumer::transform)
        .filter(transform -> !inside.contains(transform.id()))
        .count();
  }
}

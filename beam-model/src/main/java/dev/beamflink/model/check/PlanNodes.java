package dev.beamflink.model.check;

import dev.beamflink.model.fuse.ExecutionPlan;
import dev.beamflink.model.fuse.PlanNode;
import dev.beamflink.model.fuse.PrimitiveNode;
import dev.beamflink.model.fuse.StageNode;
import dev.beamflink.model.graph.TransformId;
import dev.beamflink.model.graph.TransformNode;
import java.util.List;

/** Views on nodes of a plan that the checks share. */
final class PlanNodes {
  private PlanNodes() {}

  /** Returns the transforms in a node. */
  static List<TransformId> transforms(PlanNode node) {
    if (node instanceof StageNode stage) {
      return stage.transforms();
    }
    return List.of(((PrimitiveNode) node).transform().id());
  }

  /** Returns the transforms in a node with their inputs and outputs. */
  static List<TransformNode> transforms(ExecutionPlan plan, PlanNode node) {
    return transforms(node).stream().map(plan.graph()::transform).toList();
  }

  /** Returns the stages of a plan. */
  static List<StageNode> stages(ExecutionPlan plan) {
    return plan.nodes().stream()
        .filter(StageNode.class::isInstance)
        .map(StageNode.class::cast)
        .toList();
  }
}

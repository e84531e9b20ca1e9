package dev.beamflink.model.check;

import dev.beamflink.model.fuse.ExecutionPlan;
import dev.beamflink.model.fuse.PlanMode;
import dev.beamflink.model.fuse.PlanNode;
import dev.beamflink.model.graph.TransformId;
import dev.beamflink.model.graph.TransformNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Each transform of the graph is in exactly one node. */
final class EachTransformOnceCheck implements PlanCheck {

  @Override
  public List<String> broken(ExecutionPlan plan, PlanMode mode) {
    List<String> broken = new ArrayList<>();
    Set<TransformId> planned = new HashSet<>();
    for (PlanNode node : plan.nodes()) {
      for (TransformId transform : PlanNodes.transforms(node)) {
        if (!planned.add(transform)) {
          broken.add("Transform '%s' is in more than one node".formatted(transform));
        }
      }
    }
    for (TransformNode transform : plan.graph().transforms()) {
      if (!planned.contains(transform.id())) {
        broken.add("Transform '%s' is in no node".formatted(transform.id()));
      }
    }
    return broken;
  }
}

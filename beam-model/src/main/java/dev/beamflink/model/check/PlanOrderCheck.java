package dev.beamflink.model.check;

import dev.beamflink.model.fuse.ExecutionPlan;
import dev.beamflink.model.fuse.PlanMode;
import dev.beamflink.model.fuse.PlanNode;
import dev.beamflink.model.graph.CollectionId;
import dev.beamflink.model.graph.TransformNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Nodes, and transforms within a node, stand behind what they read. A side input that is produced
 * in the very stage that reads it is a deadlock, so it must come from a node before.
 */
final class PlanOrderCheck implements PlanCheck {

  @Override
  public List<String> broken(ExecutionPlan plan, PlanMode mode) {
    List<String> broken = new ArrayList<>();
    Set<CollectionId> before = new HashSet<>();
    for (PlanNode node : plan.nodes()) {
      Set<CollectionId> soFar = new HashSet<>(before);
      for (TransformNode transform : PlanNodes.transforms(plan, node)) {
        if (!soFar.containsAll(transform.mainInputs())
            || !before.containsAll(transform.sideInputs().values())) {
          broken.add("Transform '%s' stands before what it reads".formatted(transform.fullName()));
        }
        soFar.addAll(transform.outputs().values());
      }
      before = soFar;
    }
    return broken;
  }
}

package dev.beamflink.model.check;

import dev.beamflink.model.fuse.ExecutionPlan;
import dev.beamflink.model.fuse.FusionRules;
import dev.beamflink.model.fuse.PlanMode;
import dev.beamflink.model.fuse.StageNode;
import dev.beamflink.model.graph.CollectionId;
import dev.beamflink.model.graph.TransformNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Each transform of a stage works element by element in the stage's environment, and reads the
 * stage's input or what another one of the stage produces.
 */
final class StageInputCheck implements PlanCheck {

  @Override
  public List<String> broken(ExecutionPlan plan, PlanMode mode) {
    List<String> broken = new ArrayList<>();
    for (StageNode stage : PlanNodes.stages(plan)) {
      TransformNode root = plan.graph().transform(stage.root());
      if (!root.mainInputs().equals(List.of(stage.input()))) {
        broken.add("Root '%s' does not read its stage's input".formatted(root.fullName()));
      }
      Set<CollectionId> available = new HashSet<>(Set.of(stage.input()));
      for (TransformNode transform : PlanNodes.transforms(plan, stage)) {
        if (!FusionRules.runsInStage(transform)
            || !transform.environment().equals(root.environment())
            || !available.containsAll(transform.mainInputs())) {
          broken.add(
              "Transform '%s' cannot be in stage '%s'".formatted(transform.fullName(), stage.id()));
        }
        available.addAll(transform.outputs().values());
      }
    }
    return broken;
  }
}

package dev.beamflink.model.check;

import dev.beamflink.model.fuse.ExecutionPlan;
import dev.beamflink.model.fuse.FusionRules;
import dev.beamflink.model.fuse.PlanMode;
import dev.beamflink.model.fuse.StageNode;
import dev.beamflink.model.graph.TransformNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A transform that must be the root of a stage is, and is alone at the stage's input. The stage is
 * named after its root.
 */
final class StateAtRootCheck implements PlanCheck {

  @Override
  public List<String> broken(ExecutionPlan plan, PlanMode mode) {
    List<String> broken = new ArrayList<>();
    for (StageNode stage : PlanNodes.stages(plan)) {
      TransformNode root = plan.graph().transform(stage.root());
      if (!stage.id().value().equals(root.fullName())) {
        broken.add("Stage '%s' has root '%s'".formatted(stage.id(), root.fullName()));
      }
      boolean rootIsAlone = FusionRules.mustBeRoot(root, mode);
      for (TransformNode transform : PlanNodes.transforms(plan, stage)) {
        boolean isRoot = transform.id().equals(stage.root());
        if (!isRoot && FusionRules.mustBeRoot(transform, mode)) {
          broken.add("Transform '%s' is not the root of its stage".formatted(transform.fullName()));
        }
        if (!isRoot && rootIsAlone && transform.mainInput().equals(stage.input())) {
          broken.add(
              "Transform '%s' is beside the root '%s'"
                  .formatted(transform.fullName(), root.fullName()));
        }
      }
    }
    return broken;
  }
}

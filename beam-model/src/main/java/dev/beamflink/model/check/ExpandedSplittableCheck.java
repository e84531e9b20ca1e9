package dev.beamflink.model.check;

import dev.beamflink.model.fuse.ExecutionPlan;
import dev.beamflink.model.fuse.PlanMode;
import dev.beamflink.model.payload.ParDo;
import java.util.List;

/** No ParDo has a splittable DoFn any more: each was expanded. */
final class ExpandedSplittableCheck implements PlanCheck {

  @Override
  public List<String> broken(ExecutionPlan plan, PlanMode mode) {
    return plan.graph().transforms().stream()
        .filter(transform -> transform.payload() instanceof ParDo parDo && parDo.splittable())
        .map(transform -> "Transform '%s' is not expanded".formatted(transform.fullName()))
        .toList();
  }
}

package dev.beamflink.model.check;

import dev.beamflink.model.fuse.ExecutionPlan;
import dev.beamflink.model.fuse.PlanMode;
import dev.beamflink.model.print.PlanPrinter;
import java.util.List;

/** All checks of plans. */
public final class PlanChecks {
  private static final List<PlanCheck> ALL =
      List.of(
          new EachTransformOnceCheck(),
          new PlanOrderCheck(),
          new StageInputCheck(),
          new StageOutputsCheck(),
          new StateAtRootCheck(),
          new ExpandedSplittableCheck());

  private PlanChecks() {}

  /**
   * Runs every check.
   *
   * @throws BrokenPlanException with all that is broken
   */
  public static void checkAll(ExecutionPlan plan, PlanMode mode) {
    List<String> broken = ALL.stream().flatMap(check -> check.broken(plan, mode).stream()).toList();
    if (!broken.isEmpty()) {
      throw new BrokenPlanException(String.join("; ", broken), PlanPrinter.print(plan));
    }
  }
}

package dev.beamflink.model.check;

import dev.beamflink.model.fuse.ExecutionPlan;
import dev.beamflink.model.fuse.PlanMode;
import java.util.List;

/** One thing that holds for every plan, unless the runner has a defect. Stateless. */
interface PlanCheck {

  /** Returns what is broken, nothing if all is well. */
  List<String> broken(ExecutionPlan plan, PlanMode mode);
}

package dev.beamflink.model.fuse;

import dev.beamflink.model.graph.TransformNode;
import dev.beamflink.model.payload.AssignWindows;
import dev.beamflink.model.payload.CombinePart;
import dev.beamflink.model.payload.ParDoLike;
import dev.beamflink.model.payload.SdfProcess;
import dev.beamflink.model.payload.SdfSplitAndSize;
import dev.beamflink.model.payload.Transcode;

/** What may be in a stage, and what must be the root of one. */
public final class FusionRules {
  private FusionRules() {}

  /** Returns whether a transform works element by element, so that it may run in a stage. */
  public static boolean runsInStage(TransformNode transform) {
    return transform.payload() instanceof ParDoLike
        || transform.payload() instanceof AssignWindows
        || transform.payload() instanceof CombinePart
        || transform.payload() instanceof Transcode;
  }

  /**
   * Returns whether a transform must be the root of its stage, with no other transform beside it at
   * the stage's input: it needs its input arranged (by key, by time, stable), or it may hold
   * checkpointed state, whose identity is the root's.
   */
  public static boolean mustBeRoot(TransformNode transform, PlanMode mode) {
    if (!(transform.payload() instanceof ParDoLike parDo)) {
      return false;
    }
    return parDo.stateful()
        || parDo instanceof SdfProcess
        || parDo.requiresStableInput()
        || parDo.requiresTimeSortedInput()
        // Elements that wait for a side input are state; in BATCH none has to wait.
        || (mode == PlanMode.STREAMING && !parDo.sideInputs().isEmpty() && !waited(parDo));
  }

  /**
   * Whether elements have waited for the same side inputs in the transform ahead: the parts of a
   * splittable ParDo all have those of the whole.
   */
  private static boolean waited(ParDoLike parDo) {
    return parDo instanceof SdfSplitAndSize;
  }
}

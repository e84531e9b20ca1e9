package dev.beamflink.runner.plan;

import java.util.List;

/**
 * A job on paper: all that decides which state it gets from a savepoint. The same pipeline gives an
 * equal plan.
 *
 * <p>Immutable; its JSON form is that of {@link PlanFile}.
 *
 * @param formatVersion of the JSON form
 * @param versions of what made the plan
 * @param mode {@code BATCH} or {@code STREAMING}; a BATCH job has no state in savepoints
 * @param maxParallelism number of key groups
 * @param maxParallelismFixed whether the options say so; otherwise a job takes the savepoint's
 * @param nodes in the order of the translation
 */
public record JobPlan(
    int formatVersion,
    Versions versions,
    String mode,
    int maxParallelism,
    boolean maxParallelismFixed,
    List<PlannedNode> nodes) {

  /** The format that this runner writes and reads. */
  public static final int FORMAT_VERSION = 1;

  public JobPlan {
    nodes = List.copyOf(nodes);
  }
}

package dev.beamflink.model.fuse;

/** How a pipeline is executed; decides where fusion must break. */
public enum PlanMode {
  /**
   * Continuously, with checkpoints. Whatever may hold checkpointed state is the root of its stage,
   * so that the state's identity does not depend on what is fused around it.
   */
  STREAMING,

  /** Over bounded inputs, stage after stage where a blocking exchange is needed. */
  BATCH
}

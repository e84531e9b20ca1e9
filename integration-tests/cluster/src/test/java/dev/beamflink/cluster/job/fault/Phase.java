package dev.beamflink.cluster.job.fault;

/** Where in user code something can be made to go wrong. */
public enum Phase {
  START_BUNDLE,
  PROCESS,
  FINISH_BUNDLE,
  TIMER,
  CHECKPOINT_MARK
}

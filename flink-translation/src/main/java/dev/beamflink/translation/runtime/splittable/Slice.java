package dev.beamflink.translation.runtime.splittable;

import dev.beamflink.translation.runtime.stage.SplitLimit;

/** The time that restrictions are given before other work of the task has its turn. */
public interface Slice extends SplitLimit {

  /** Starts anew. */
  void begin();

  /** Whether other work should have its turn, if there is any. */
  boolean isOver();
}

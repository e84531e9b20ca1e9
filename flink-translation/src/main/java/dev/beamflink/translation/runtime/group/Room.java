package dev.beamflink.translation.runtime.group;

import java.io.Serializable;

/**
 * How much of its groups an operator keeps in memory.
 *
 * @param inputs what a barrier has to wait for, if there are checkpoints
 * @param bytes about what they take in memory; all operators of a process have a limit as well
 */
record Room(long inputs, long bytes) implements Serializable {

  /** Everything goes to state at once. */
  static final Room NONE = new Room(0, 0);

  private static final long INPUTS_WITH_CHECKPOINTS = 20_000;
  private static final int PART_OF_HEAP = 16;

  /** What one subtask may take. */
  static Room forSubtask(boolean checkpoints) {
    return new Room(
        checkpoints ? INPUTS_WITH_CHECKPOINTS : Long.MAX_VALUE,
        Runtime.getRuntime().maxMemory() / PART_OF_HEAP);
  }
}

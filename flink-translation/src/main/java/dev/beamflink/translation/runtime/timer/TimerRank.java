package dev.beamflink.translation.runtime.timer;

/**
 * The order of timers that are due at the same time: by rank, and within a rank by the order in
 * which they were set to that time.
 */
public enum TimerRank {
  /** Hands elements that waited for their turn to user code, before what is due after them. */
  SORTED_INPUT,
  USER,
  /** Runs user code for the end of a window, which may expect the user's timers to have fired. */
  WINDOW_EXPIRATION,
  /** Deletes the state of a window, which all others may still need. */
  CLEANUP
}

package dev.beamflink.translation.runtime.operator;

import dev.beamflink.translation.runtime.timer.TimerRank;

/** The order of timers that are due at the same time in a keyed stage, by their family. */
final class KeyedStageTimers {

  private KeyedStageTimers() {}

  /** Waiting elements first, then the user's timers, then the end of the window. */
  static TimerRank rank(String familyId) {
    return switch (familyId) {
      case TimeSortedInput.FAMILY -> TimerRank.SORTED_INPUT;
      case WindowExpiry.FAMILY -> TimerRank.WINDOW_EXPIRATION;
      default -> TimerRank.USER;
    };
  }
}

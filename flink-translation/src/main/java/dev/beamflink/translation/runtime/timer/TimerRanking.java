package dev.beamflink.translation.runtime.timer;

/** Tells the rank of a timer from its name. Pure, and the same after every restore. */
@FunctionalInterface
public interface TimerRanking {

  /** All timers are the user's, or their order does not matter. */
  TimerRanking ALL_USER = (familyId, timerId) -> TimerRank.USER;

  TimerRank rank(String familyId, String timerId);
}

package dev.beamflink.translation.runtime.group;

import dev.beamflink.translation.runtime.keyed.CurrentKey;
import dev.beamflink.translation.runtime.timer.TimerStrategy;

/** How a group works in each of Flink's execution modes; chosen at translation. */
public enum GroupStrategy {
  /** Keys come in any order, watermarks drive time. */
  STREAMING(TimerStrategy.STREAMING) {
    @Override
    GroupRunners mergingRunners(GroupRunners.Maker maker, CurrentKey key) {
      return GroupRunners.onePerCall(maker);
    }
  },

  /**
   * The input comes sorted by key, and one key at a time has state. Event time runs from its
   * beginning to its end for each key, after its last element. So panes and their timing are those
   * of an input that is complete before the watermark moves, and nothing is ever late.
   */
  BATCH(TimerStrategy.BATCH) {
    @Override
    GroupRunners mergingRunners(GroupRunners.Maker maker, CurrentKey key) {
      return GroupRunners.onePerKey(maker, key);
    }
  };

  private final TimerStrategy timers;

  GroupStrategy(TimerStrategy timers) {
    this.timers = timers;
  }

  TimerStrategy timers() {
    return timers;
  }

  /** Runners for windows that merge. */
  abstract GroupRunners mergingRunners(GroupRunners.Maker maker, CurrentKey key);
}

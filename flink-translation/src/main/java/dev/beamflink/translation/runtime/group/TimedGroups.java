package dev.beamflink.translation.runtime.group;

import dev.beamflink.translation.runtime.group.spill.BatchGroupState;
import dev.beamflink.translation.runtime.group.spill.GroupMemory;
import dev.beamflink.translation.runtime.keyed.CurrentKey;
import dev.beamflink.translation.runtime.keyed.PaneRank;
import dev.beamflink.translation.runtime.spill.SpillFiles;
import dev.beamflink.translation.runtime.timer.BatchTimerStore;
import dev.beamflink.translation.runtime.timer.TimerHandler;
import dev.beamflink.translation.runtime.timer.TimerRanking;
import org.apache.beam.runners.core.TimerInternals.TimerData;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;

/**
 * Groups under any windowing and trigger, with state and timers of one key at a time.
 *
 * <p>Before event time, processing time passes and its timers fire, for what a stream would bring
 * before the end of its windows (see {@link BatchTriggerTimers} for whose these are). What comes
 * with the end of its window (see {@link PaneRank}) leaves processing time no chance: event time
 * moves on at once.
 */
final class TimedGroups implements KeyGroups, TimerHandler {

  private final BatchGroupState state;
  private final BatchTimerStore timers;
  private final KeyGrouping grouping;
  private boolean hasElements;
  private byte rank;

  TimedGroups(
      GroupSpec spec,
      CurrentKey key,
      GroupMemory memory,
      SpillFiles files,
      ProcessingTimeService clock,
      GroupOutput output,
      GroupCalls calls) {
    this.state = new BatchGroupState(key::get, memory, files);
    this.timers = new BatchTimerStore(TimerRanking.ALL_USER, this, clock);
    this.grouping =
        new KeyGrouping(
            spec,
            state,
            new BatchTriggerTimers(timers),
            output,
            calls,
            maker -> GroupRunners.onePerKey(maker, key));
  }

  @Override
  public void process(WindowedValue<Object> element, byte newRank) throws Exception {
    if (hasElements && newRank != rank) {
      timers.passProcessingTime();
    }
    hasElements = true;
    rank = newRank;
    grouping.process(element);
  }

  @Override
  public void finishKey() throws Exception {
    if (rank == PaneRank.BEFORE_END_OF_WINDOW) {
      timers.passProcessingTime();
    }
    timers.finishKeyAtOnce();
    state.clear();
    hasElements = false;
  }

  @Override
  public void onTimer(TimerData timer) {
    grouping.onTimer(timer);
  }
}

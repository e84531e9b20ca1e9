package dev.beamflink.translation.runtime.group;

import dev.beamflink.translation.runtime.group.spill.BatchGroupState;
import dev.beamflink.translation.runtime.group.spill.GroupMemory;
import dev.beamflink.translation.runtime.keyed.CurrentKey;
import dev.beamflink.translation.runtime.keyed.PaneRank;
import dev.beamflink.translation.runtime.sort.EncodedPair;
import dev.beamflink.translation.runtime.spill.SpillFiles;
import dev.beamflink.translation.runtime.stage.TransformFailedException;
import dev.beamflink.translation.runtime.timer.BatchTimerStore;
import dev.beamflink.translation.runtime.timer.TimerHandler;
import dev.beamflink.translation.runtime.timer.TimerRanking;
import java.io.IOException;
import org.apache.beam.runners.core.TimerInternals.TimerData;
import org.apache.beam.sdk.metrics.MetricsContainer;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.streaming.api.operators.Output;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;

/**
 * Groups pairs that come key by key. State and timers are those of one key at a time.
 *
 * <p>Event time runs from its beginning to its end for each key, after the key's last element. So
 * panes and their timing are those of an input that is complete before the watermark moves, and
 * nothing is ever late.
 *
 * <p>Before that, processing time passes and its timers fire, for what a stream would bring before
 * the end of its windows (see {@link BatchTriggerTimers} for whose these are). What comes with the
 * end of its window (see {@link PaneRank}) leaves processing time no chance: event time moves on at
 * once.
 *
 * <p>Made when the operator opens; task thread only.
 */
final class BatchGroups implements TimerHandler {

  /** Most of the encoded size of the values of a key that are kept in memory. */
  private static final long MOST_BYTES = 32 << 20; // 32 MiB

  /** Decoded, values take a few times their size, and there are a few subtasks in a process. */
  private static final int HEAP_SHARE = 64;

  private final BatchGroupSpec spec;
  private final BatchKey key = new BatchKey();
  private final GroupMemory memory = new GroupMemory(memoryBytes());
  private final BatchGroupState state;
  private final BatchTimerStore timers;
  private final KeyGrouping grouping;
  private byte rank;

  BatchGroups(
      BatchGroupSpec spec,
      Output<StreamRecord<WindowedValue<Object>>> output,
      SpillFiles files,
      ProcessingTimeService clock,
      MetricsContainer metrics) {
    this.spec = spec;
    GroupSpec group = spec.group();
    CurrentKey currentKey = new CurrentKey(key, group.keyCoder(), group.transformName());
    this.state = new BatchGroupState(currentKey::get, memory, files);
    this.timers = new BatchTimerStore(TimerRanking.ALL_USER, this, clock);
    this.grouping =
        new KeyGrouping(
            group,
            state,
            new BatchTriggerTimers(timers),
            new GroupOutput(output, currentKey),
            new GroupCalls(group.transformName(), metrics),
            maker -> GroupRunners.onePerKey(maker, currentKey));
  }

  private static long memoryBytes() {
    return Math.min(MOST_BYTES, Runtime.getRuntime().maxMemory() / HEAP_SHARE);
  }

  /** Takes a pair; if its key is another than before, that one is over. */
  void process(EncodedPair pair) throws Exception {
    if (!key.is(pair.key())) {
      finishKey();
      key.setCurrentKey(pair.key());
      rank = pair.rank();
    } else if (pair.rank() != rank) {
      timers.passProcessingTime();
      rank = pair.rank();
    }
    WindowedValue<Object> element = decode(pair.element());
    memory.elementIs(element.getValue(), pair.element().length);
    grouping.process(element);
  }

  private WindowedValue<Object> decode(byte[] element) {
    try {
      return CoderUtils.decodeFromByteArray(spec.elementCoder(), element);
    } catch (IOException | RuntimeException e) { // coders are user code
      throw new TransformFailedException(
          spec.group().transformName(), "decoding of its elements", e);
    }
  }

  /** The current key, if there is one, has no more elements. */
  void finishKey() throws Exception {
    if (key.isSet()) {
      if (rank == PaneRank.BEFORE_END_OF_WINDOW) {
        timers.passProcessingTime();
      }
      timers.finishKeyAtOnce();
      state.clear();
      key.clear();
    }
  }

  @Override
  public void onTimer(TimerData timer) {
    grouping.onTimer(timer);
  }
}

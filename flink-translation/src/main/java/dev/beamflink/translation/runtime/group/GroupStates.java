package dev.beamflink.translation.runtime.group;

import dev.beamflink.translation.runtime.group.trigger.TriggerMachines;
import dev.beamflink.translation.runtime.state.KeyedStateInternals;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.beam.runners.core.StateTag;
import org.apache.beam.runners.core.StateTags;
import org.apache.beam.sdk.coders.MapCoder;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.state.WatermarkHoldState;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.TimestampCombiner;

/**
 * The states of a group: one layout for GroupByKey and Combine, whatever windows and trigger there
 * are. It is part of the savepoint format.
 *
 * <pre>
 * id         per      holds                                          there if
 * values     window   GroupByKey: bag of values                      always
 *                     Combine: accumulator
 * group      window   {@link GroupRecord}: the last pane, triggers   always
 * holds      window   watermark hold of the elements                 always, as another trigger may
 *                                                                    have left some
 * windows    key      windows with state, and under which its is     windows merge
 * </pre>
 *
 * A state that the windowing does not need is not opened: each costs a column family in RocksDB.
 * Timers of a group, end of window, expiry and those of triggers, are in the timer store.
 */
final class GroupStates {

  private static final String RECORD = "group";
  private static final String HOLD = "holds";
  private static final String WINDOWS = "windows";

  private GroupStates() {}

  /** Opens the states that a group needs, so that what does not fit is refused at once. */
  static void register(GroupSpec spec, KeyedStateInternals state) {
    tags(spec).forEach(state::register);
  }

  static List<StateTag<?>> tags(GroupSpec spec) {
    List<StateTag<?>> tags = new ArrayList<>();
    tags.add(spec.reduction().values());
    tags.add(record());
    tags.add(hold(spec));
    if (spec.windowing().needsMerge()) {
      tags.add(windows(spec));
    }
    return tags;
  }

  /**
   * Whether what a group will emit has to hold the watermark. What has the time of its window's
   * end, and is emitted as soon as the watermark passes it, has not.
   */
  static boolean holds(GroupSpec spec) {
    return spec.windowing().getTimestampCombiner() != TimestampCombiner.END_OF_WINDOW
        || !TriggerMachines.of(spec.windowing().getTrigger()).firesAtEndOfWindow();
  }

  static StateTag<ValueState<GroupRecord>> record() {
    return StateTags.makeSystemTagInternal(StateTags.value(RECORD, GroupRecord.Format.INSTANCE));
  }

  static StateTag<WatermarkHoldState> hold(GroupSpec spec) {
    return StateTags.makeSystemTagInternal(
        StateTags.watermarkStateInternal(HOLD, spec.windowing().getTimestampCombiner()));
  }

  static StateTag<ValueState<Map<BoundedWindow, BoundedWindow>>> windows(GroupSpec spec) {
    return StateTags.makeSystemTagInternal(
        StateTags.value(WINDOWS, MapCoder.of(spec.windowCoder(), spec.windowCoder())));
  }
}

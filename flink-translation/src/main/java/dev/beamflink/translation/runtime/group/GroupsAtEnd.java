package dev.beamflink.translation.runtime.group;

import dev.beamflink.translation.runtime.group.trigger.TriggerMachine;
import dev.beamflink.translation.runtime.group.trigger.TriggerMachines;
import dev.beamflink.translation.runtime.time.BeamTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.transforms.windowing.TimestampCombiner;
import org.apache.beam.sdk.values.CausedByDrain;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowingStrategy;
import org.apache.beam.sdk.values.WindowingStrategy.AccumulationMode;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Groups that have nothing to do before the end of their window, as most have in BATCH: windows do
 * not merge, and the trigger neither counts nor waits for a clock before. So an element is added to
 * what its window has, and that is all; there are no timers.
 *
 * <p>{@code GroupsAtEndTest} compares them with {@link TimedGroups}, which do the rest.
 */
final class GroupsAtEnd implements KeyGroups {

  /** A time at which a group is looked at, in milliseconds. */
  private record Look(long millis, GroupAtEnd group) {}

  private final TriggerMachine trigger;
  private final Schedule schedule;
  private final EmptyPanes emptyPanes;
  private final TimestampCombiner timestamps;
  private final boolean discards;
  private final KeptInputs.Maker inputs;
  private final GroupOutput output;
  private final GroupCalls calls;
  private final Map<BoundedWindow, GroupAtEnd> groups = new LinkedHashMap<>();
  private @Nullable GroupAtEnd last;

  GroupsAtEnd(GroupSpec spec, KeptInputs.Maker inputs, GroupOutput output, GroupCalls calls) {
    WindowingStrategy<?, ?> windowing = spec.windowing();
    this.trigger = TriggerMachines.of(windowing.getTrigger());
    this.schedule = new Schedule(windowing, trigger);
    this.emptyPanes = EmptyPanes.of(windowing);
    this.timestamps = windowing.getTimestampCombiner();
    this.discards = windowing.getMode() == AccumulationMode.DISCARDING_FIRED_PANES;
    this.inputs = inputs;
    this.output = output;
    this.calls = calls;
  }

  /** Whether nothing else is needed for a windowing. */
  static boolean suffice(WindowingStrategy<?, ?> windowing) {
    return !windowing.needsMerge()
        && TriggerMachines.of(windowing.getTrigger()).isIdleBeforeEndOfWindow();
  }

  @Override
  public void process(WindowedValue<Object> element, byte rank) {
    calls.run(
        () -> {
          for (BoundedWindow window : element.getWindows()) {
            add(element, groupOf(window));
          }
        });
  }

  private GroupAtEnd groupOf(BoundedWindow window) {
    GroupAtEnd group = last;
    if (group == null || !group.window.equals(window)) {
      group = groups.computeIfAbsent(window, newWindow -> new GroupAtEnd(newWindow, inputs.make()));
      last = group;
    }
    return group;
  }

  private void add(WindowedValue<Object> element, GroupAtEnd group) {
    if (!timestamps.dependsOnlyOnWindow()) {
      Instant timestamp = timestamps.assign(group.window, element.getTimestamp());
      group.timestamp =
          group.timestamp == null ? timestamp : timestamps.combine(group.timestamp, timestamp);
    }
    group.isEmpty = false;
    group.inputs.add(element.getValue());
  }

  @Override
  public void finishKey() {
    calls.run(() -> looks().forEach(this::lookAt));
    groups.clear();
    last = null;
  }

  /** In their order. */
  private List<Look> looks() {
    List<Look> looks = new ArrayList<>(groups.size());
    for (GroupAtEnd group : groups.values()) {
      if (schedule.looksAtEnd(group.window)) {
        looks.add(new Look(group.window.maxTimestamp().getMillis(), group));
      }
      looks.add(new Look(schedule.expiry(group.window).getMillis(), group));
    }
    looks.sort(Comparator.comparingLong(Look::millis));
    return looks;
  }

  private void lookAt(Look look) {
    GroupAtEnd group = look.group.at(BeamTime.fromFlinkWatermark(look.millis));
    if (trigger.isFinished(group.facts())) {
      return;
    }
    if (look.millis >= schedule.expiry(group.window).getMillis()) {
      emit(group, look.millis, true);
      group.inputs.clear();
    } else if (trigger.shouldFire(group)) {
      trigger.onFire(group);
      boolean isLast = trigger.isFinished(group.facts());
      emit(group, look.millis, isLast);
      if (isLast || discards) {
        group.inputs.clear();
      }
    }
  }

  private void emit(GroupAtEnd group, long millis, boolean isLast) {
    if (group.isEmpty && !emptyPanes.areEmitted()) {
      return;
    }
    PaneInfo pane =
        PaneTiming.next(
            group.lastPane,
            group.window.maxTimestamp(),
            BeamTime.fromFlinkWatermark(millis),
            BoundedWindow.TIMESTAMP_MIN_VALUE, // of the output, which nothing waits for
            isLast);
    if (!group.isEmpty || emptyPanes.emits(pane)) {
      Instant timestamp = timestampOf(group);
      group.lastPane = pane;
      group.isEmpty = true;
      output.outputPane(
          group.inputs.result(!isLast && !discards),
          timestamp,
          group.window,
          pane,
          CausedByDrain.NORMAL);
    }
  }

  private Instant timestampOf(GroupAtEnd group) {
    Instant end = group.window.maxTimestamp();
    Instant timestamp = group.timestamp;
    group.timestamp = null;
    return timestamp == null || timestamp.isAfter(end) ? end : timestamp;
  }
}

package dev.beamflink.translation.runtime.group;

import dev.beamflink.translation.runtime.group.trigger.TriggerMachine;
import dev.beamflink.translation.runtime.watermark.OutputWatermark;
import java.util.function.Supplier;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.values.CausedByDrain;
import org.apache.beam.sdk.values.WindowingStrategy;
import org.apache.beam.sdk.values.WindowingStrategy.AccumulationMode;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Emits the panes of groups, which are loaded, and of the current key where there is state. Task
 * thread only.
 */
final class GroupPanes {

  private final WindowingStrategy<?, ?> windowing;
  private final EmptyPanes emptyPanes;
  private final TriggerMachine trigger;
  private final Gathering gathering;
  private final GroupSizes sizes;
  private final GroupStore store;
  private final GroupScene scene;
  private final GroupHolds holds;
  private final Supplier<Instant> inputWatermark;
  private final OutputWatermark outputWatermark;
  private final GroupOutput output;

  GroupPanes(
      GroupSpec spec,
      TriggerMachine trigger,
      Gathering gathering,
      GroupSizes sizes,
      GroupStore store,
      GroupScene scene,
      GroupHolds holds,
      Supplier<Instant> inputWatermark,
      OutputWatermark outputWatermark,
      GroupOutput output) {
    this.windowing = spec.windowing();
    this.emptyPanes = EmptyPanes.of(windowing);
    this.trigger = trigger;
    this.gathering = gathering;
    this.sizes = sizes;
    this.store = store;
    this.scene = scene;
    this.holds = holds;
    this.inputWatermark = inputWatermark;
    this.outputWatermark = outputWatermark;
    this.output = output;
  }

  /** Emits a pane, as the trigger has asked for it. */
  void fire(Group group, CausedByDrain cause) {
    trigger.onFire(scene.of(group));
    boolean isLast = trigger.isFinished(group.facts);
    emit(group, isLast, cause);
    group.isEmpty = true;
    if (isLast || windowing.getMode() == AccumulationMode.DISCARDING_FIRED_PANES) {
      clearValues(group);
    }
    if (isLast) {
      trigger.clear(scene.of(group));
      group.lastPane = null;
    }
  }

  /** Emits what a group has left, as it is over, unless its trigger has finished. */
  void expire(Group group, CausedByDrain cause) {
    if (!trigger.isFinished(group.facts)) {
      emit(group, true, cause);
    }
    clearValues(group);
    holds.drop(group);
    if (group.hasStoredRecord) {
      store.clearRecord(group.address);
    }
  }

  private void clearValues(Group group) {
    sizes.clear(group);
    if (group.hasStoredValues) {
      store.clearValues(group.address);
      group.hasStoredValues = false;
    }
  }

  private void emit(Group group, boolean isLast, CausedByDrain cause) {
    Instant timestamp = holds.take(group);
    if (group.isEmpty && !emptyPanes.areEmitted()) {
      return;
    }
    PaneInfo pane =
        PaneTiming.next(
            group.lastPane,
            group.window.maxTimestamp(),
            inputWatermark.get(),
            outputWatermark.current(),
            isLast);
    if (!group.isEmpty || emptyPanes.emits(pane)) {
      @Nullable Object result = result(group, isLast);
      group.lastPane = pane;
      output.outputPane(result, timestamp, group.window, pane, cause);
    }
  }

  private @Nullable Object result(Group group, boolean isLast) {
    if (group.hasStoredValues) {
      if (group.hasGathered) {
        store.addValues(group.address, group.gathered);
        sizes.clear(group);
      }
      return store.result(group.address);
    }
    if (!group.hasGathered) {
      return gathering.resultOfNone();
    }
    boolean goesOn = !isLast && windowing.getMode() != AccumulationMode.DISCARDING_FIRED_PANES;
    return gathering.result(group.gathered, goesOn);
  }
}

package dev.beamflink.translation.runtime.group;

import dev.beamflink.translation.runtime.group.trigger.TriggerFacts;
import dev.beamflink.translation.runtime.group.trigger.TriggerMachine;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.joda.time.Instant;

/**
 * Makes one group of several whose windows merge, as Beam has it: values, holds and triggers are
 * those of all; panes are numbered anew, unless one of them had the window before. Task thread
 * only.
 */
final class GroupMerger {

  private final TriggerMachine trigger;
  private final GroupScene scene;
  private final GroupStore store;
  private final StoredGroups stored;
  private final GroupSizes sizes;
  private final GroupHolds holds;
  private final Schedule schedule;
  private final Supplier<Instant> inputWatermark;

  GroupMerger(
      TriggerMachine trigger,
      GroupScene scene,
      GroupStore store,
      StoredGroups stored,
      GroupSizes sizes,
      GroupHolds holds,
      Schedule schedule,
      Supplier<Instant> inputWatermark) {
    this.trigger = trigger;
    this.scene = scene;
    this.store = store;
    this.stored = stored;
    this.sizes = sizes;
    this.holds = holds;
    this.schedule = schedule;
    this.inputWatermark = inputWatermark;
  }

  /**
   * Merges groups of the current key.
   *
   * @param groups at least one
   * @return one of them, which has the window then, and all that the others had
   */
  Group merge(List<Group> groups, BoundedWindow window) {
    groups.sort(Comparator.comparing(group -> group.window.maxTimestamp())); // for values' order
    groups.forEach(stored::load);
    Group into = groups.get(0);
    mergeTriggers(groups, window, into);
    for (Group group : groups) {
      if (group.mayBeStored && !group.window.equals(window)) {
        store.letSleep(group.window);
      }
      if (group != into) {
        move(group, into);
      }
    }
    into.window = window;
    into.isBehindEnd = schedule.isBehindEnd(window, inputWatermark.get());
    if (into.mayBeStored && !into.address.equals(window)) {
      store.clearRecord(window); // of one that has finished, whose place this one takes
    }
    holds.merge(groups, into);
    return into;
  }

  private void mergeTriggers(List<Group> groups, BoundedWindow window, Group into) {
    List<TriggerFacts> facts = new ArrayList<>(groups.size());
    Group same = null;
    for (Group group : groups) {
      facts.add(group.facts);
      if (group.window.equals(window)) {
        same = group;
      }
    }
    TriggerFacts merged = same == null ? new TriggerFacts() : same.facts.copy();
    trigger.onMerge(scene.of(window, merged), facts);
    into.facts = merged;
    into.lastPane = same == null ? null : same.lastPane;
  }

  private void move(Group group, Group into) {
    into.isEmpty &= group.isEmpty;
    sizes.move(group, into);
    if (group.hasStoredValues) {
      store.moveValues(group.address, into.address);
      into.hasStoredValues = true;
    }
    if (group.hasStoredRecord) {
      store.clearRecord(group.address);
    }
    group.isGone = true;
    sizes.leave(group);
  }
}

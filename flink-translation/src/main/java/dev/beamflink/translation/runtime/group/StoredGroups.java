package dev.beamflink.translation.runtime.group;

import dev.beamflink.translation.runtime.element.EncodedKey;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Moves groups between memory and state. Task thread only. */
final class StoredGroups {

  private final GroupStore store;
  private final GroupHolds holds;
  private final GroupSizes sizes;
  private final Schedule schedule;
  private final int triggerId;
  private final Consumer<EncodedKey> currentKey;

  /**
   * @param triggerId tells the trigger from those of other versions of the pipeline
   * @param currentKey sets the current key
   */
  StoredGroups(
      GroupStore store,
      GroupHolds holds,
      GroupSizes sizes,
      Schedule schedule,
      int triggerId,
      Consumer<EncodedKey> currentKey) {
    this.store = store;
    this.holds = holds;
    this.sizes = sizes;
    this.schedule = schedule;
    this.triggerId = triggerId;
    this.currentKey = currentKey;
  }

  /** Gets what is to be known of a group of the current key. Its values stay where they are. */
  void load(Group group) {
    if (!group.isLoaded) {
      group.isLoaded = true;
      group.hasStoredValues = store.hasValues(group.address);
      @Nullable GroupRecord record = store.record(group.address);
      if (record != null) {
        group.hasStoredRecord = true;
        group.facts = record.factsOf(triggerId);
        group.lastPane = record.lastPane();
        group.isEmpty &= record.isEmpty();
      } else {
        group.isEmpty &= !group.hasStoredValues;
      }
    }
  }

  /** A group goes to state, and leaves memory. Its key is the current one then. */
  void store(Group group) {
    currentKey.accept(group.key);
    load(group);
    if (!group.isNothing()) {
      write(group);
      wakeWhenDue(group);
    }
    sizes.leave(group);
  }

  private void write(Group group) {
    if (group.hasGathered) {
      store.addValues(group.address, group.gathered);
      sizes.clear(group);
    }
    if (!group.isAsAtFirst()) {
      store.setRecord(group.address, GroupRecord.of(group, triggerId));
    } else if (group.hasStoredRecord) {
      store.clearRecord(group.address);
    }
    holds.toState(group);
  }

  /** A time that has passed already wakes it at once. */
  private void wakeWhenDue(Group group) {
    if (schedule.looksAtEnd(group.window) && !group.isBehindEnd) {
      store.wakeAtEnd(group.window);
    }
    store.wakeAtExpiry(group.window, schedule.expiry(group.window));
  }
}

package dev.beamflink.translation.runtime.group;

import dev.beamflink.translation.runtime.watermark.OutputWatermark;
import java.util.List;
import java.util.function.Supplier;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.TimestampCombiner;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The timestamps of what groups will emit, by the timestamp combiner, which hold the output
 * watermark until then. Of elements that are too late for one, the pane has the end of the window.
 * Task thread only.
 */
final class GroupHolds {

  private final TimestampCombiner combiner;
  private final boolean areKept;
  private final boolean wereRestored; // another trigger may have kept some
  private final GroupStore store;
  private final OutputWatermark outputWatermark;
  private final Supplier<Instant> inputWatermark;

  GroupHolds(
      GroupSpec spec,
      GroupStore store,
      OutputWatermark outputWatermark,
      Supplier<Instant> inputWatermark) {
    this.combiner = spec.windowing().getTimestampCombiner();
    this.areKept = GroupStates.holds(spec);
    this.wereRestored = outputWatermark.holds().size() > 0;
    this.store = store;
    this.outputWatermark = outputWatermark;
    this.inputWatermark = inputWatermark;
  }

  /** An element has come. */
  void add(Group group, Instant timestamp) {
    if (areKept) {
      Instant hold = combiner.assign(group.window, timestamp);
      boolean isTooLate =
          hold.isBefore(outputWatermark.current())
              || group.window.maxTimestamp().isBefore(inputWatermark.get());
      if (!isTooLate) {
        if (combiner == TimestampCombiner.LATEST) {
          takeFromState(group); // it holds at the latest only, not at that in state, too
        }
        addHere(group, hold);
      }
    }
  }

  private void takeFromState(Group group) {
    if (group.mayHaveStoredHold && (areKept || wereRestored)) {
      @Nullable Instant stored = store.hold(group.address);
      if (stored != null) {
        addHere(group, stored);
        store.clearHold(group.address);
      }
    }
    group.mayHaveStoredHold = false;
  }

  private void addHere(Group group, Instant hold) {
    set(
        group,
        group.hold == Group.NO_HOLD
            ? hold.getMillis()
            : combiner.combine(Instant.ofEpochMilli(group.hold), hold).getMillis());
  }

  private void set(Group group, long hold) {
    if (hold != group.hold) {
      if (hold != Group.NO_HOLD) {
        outputWatermark.holds().add(hold);
      }
      if (group.hold != Group.NO_HOLD) {
        outputWatermark.holds().remove(group.hold);
      }
      group.hold = hold;
    }
  }

  /** The timestamp of a pane of what has come; nothing holds any more. */
  Instant take(Group group) {
    Instant end = group.window.maxTimestamp();
    takeFromState(group);
    long hold = areKept ? Math.min(group.hold, end.getMillis()) : end.getMillis();
    set(group, Group.NO_HOLD);
    return Instant.ofEpochMilli(hold);
  }

  /** Groups become one, whose window is set already. */
  void merge(List<Group> groups, Group into) {
    for (Group group : groups) {
      takeFromState(group);
      if (group != into && group.hold != Group.NO_HOLD) {
        addHere(into, Instant.ofEpochMilli(group.hold));
        set(group, Group.NO_HOLD);
      }
    }
    if (combiner.dependsOnlyOnWindow()) {
      set(into, Group.NO_HOLD);
      add(into, BoundedWindow.TIMESTAMP_MIN_VALUE);
    }
  }

  /** A group goes to state. */
  void toState(Group group) {
    if (group.hold != Group.NO_HOLD) {
      store.addHold(group.address, group.hold);
      set(group, Group.NO_HOLD);
    }
  }

  /** A group emits no more. */
  void drop(Group group) {
    takeFromState(group);
    set(group, Group.NO_HOLD);
  }
}

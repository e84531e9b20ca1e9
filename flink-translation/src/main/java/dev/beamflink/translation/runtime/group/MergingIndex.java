package dev.beamflink.translation.runtime.group;

import dev.beamflink.translation.runtime.element.EncodedKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.WindowFn;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Groups of windows that merge: a list for each key. A window merges when an element comes for it,
 * with those of its key that are open: one whose trigger has finished keeps to itself.
 */
final class MergingIndex implements GroupIndex {

  /** Makes one group of several. */
  @FunctionalInterface
  interface Merger {

    /**
     * Makes one group of several.
     *
     * @param groups of windows that become one, at least one
     * @return one of these groups, which has the window and all of the others then
     */
    Group merge(List<Group> groups, BoundedWindow into) throws Exception;
  }

  /** The groups of a key. */
  private static final class Groups {
    private final List<Group> open = new ArrayList<>(1);
    private final List<Group> finished = new ArrayList<>(0);

    /** Whether state has a set of windows that is not empty. */
    private boolean hasStoredWindows;
  }

  private final MergeSets merges;
  private final Schedule schedule;
  private final GroupSizes sizes;
  private final Supplier<Instant> inputWatermark;
  private final GroupStore store;
  private final Merger merger;
  private final Consumer<EncodedKey> currentKey;
  private final Map<EncodedKey, Groups> keys = new HashMap<>();
  private final TreeMap<Long, List<Group>> calendar = new TreeMap<>();

  /** Groups that are over by then may be in state. */
  private long inStateUntil;

  /**
   * @param inStateUntil groups that are over by then may be in state, in milliseconds
   * @param currentKey sets the current key
   */
  MergingIndex(
      WindowFn<?, BoundedWindow> windowFn,
      Schedule schedule,
      GroupSizes sizes,
      Supplier<Instant> inputWatermark,
      GroupStore store,
      long inStateUntil,
      Merger merger,
      Consumer<EncodedKey> currentKey) {
    this.merges = MergeSets.of(windowFn);
    this.schedule = schedule;
    this.sizes = sizes;
    this.inputWatermark = inputWatermark;
    this.store = store;
    this.inStateUntil = inStateUntil;
    this.merger = merger;
    this.currentKey = currentKey;
  }

  private boolean mayBeStored() {
    return inStateUntil >= inputWatermark.get().getMillis();
  }

  private Groups groups(EncodedKey key, boolean mayBeStored) {
    Groups groups = keys.get(key);
    if (groups == null) {
      groups = new Groups();
      if (mayBeStored) {
        load(key, groups);
      }
      keys.put(key, groups);
    }
    return groups;
  }

  private void load(EncodedKey key, Groups groups) {
    for (Map.Entry<BoundedWindow, BoundedWindow> stored : store.windows().entrySet()) {
      Group group = enter(key, stored.getKey(), true);
      group.address = stored.getValue();
      groups.open.add(group);
      groups.hasStoredWindows = true;
      schedule(group);
    }
  }

  private Group enter(EncodedKey key, BoundedWindow window, boolean mayBeStored) {
    boolean isBehindEnd = schedule.isBehindEnd(window, inputWatermark.get());
    return sizes.enter(new Group(key, window, mayBeStored, isBehindEnd));
  }

  private void schedule(Group group) {
    scheduleAt(schedule.nextDue(group.window, inputWatermark.get()), group);
  }

  private void scheduleAt(long millis, Group group) {
    group.due = millis;
    calendar.computeIfAbsent(millis, unused -> new ArrayList<>(1)).add(group);
  }

  @Override
  public Group groupFor(EncodedKey key, BoundedWindow window) throws Exception {
    Groups groups = groups(key, mayBeStored());
    Group same = find(groups.open, window);
    if (same != null) {
      return same;
    }
    Group withNew = null;
    BoundedWindow into = window;
    for (MergeSets.Merge merge : merges.withNew(groups.open, window)) {
      if (!merge.groups().isEmpty()) {
        Group merged = merge(groups, merge);
        withNew = merge.hasNew() ? merged : withNew;
      } else {
        into = merge.into();
      }
    }
    return withNew == null ? newGroup(key, groups, into) : withNew;
  }

  private Group merge(Groups groups, MergeSets.Merge merge) throws Exception {
    Group merged = merger.merge(merge.groups(), merge.into());
    groups.open.removeIf(group -> group.isGone);
    Group replaced = find(groups.finished, merge.into());
    if (replaced != null) {
      groups.finished.remove(replaced);
      replaced.isGone = true;
      sizes.leave(replaced);
    }
    if (schedule.nextDue(merged.window, inputWatermark.get()) < merged.due) {
      schedule(merged); // a window that had ended, and has not any more
    }
    return merged;
  }

  private Group newGroup(EncodedKey key, Groups groups, BoundedWindow window) {
    Group group = find(groups.finished, window);
    if (group == null) {
      checkAddress(groups, window);
      group = enter(key, window, mayBeStored()); // as that of one that is closed may be
      groups.open.add(group);
      schedule(group);
    }
    return group;
  }

  private static void checkAddress(Groups groups, BoundedWindow window) {
    for (Group group : groups.open) {
      if (group.address.equals(window)) {
        throw new IllegalStateException(
            "The window function has merged %s into %s before, and does not any more: it has to"
                    .formatted(window, group.window)
                + " decide by the windows alone");
      }
    }
  }

  @Override
  public @Nullable Group find(EncodedKey key, BoundedWindow window) {
    Groups groups = groups(key, true);
    Group open = find(groups.open, window);
    return open == null ? find(groups.finished, window) : open;
  }

  private static @Nullable Group find(List<Group> groups, BoundedWindow window) {
    for (Group group : groups) {
      if (group.window.equals(window)) {
        return group;
      }
    }
    return null;
  }

  /** All that are open are in memory when one of their key is. */
  @Override
  public Group fromState(EncodedKey key, BoundedWindow window) {
    Group group = enter(key, window, true);
    groups(key, true).finished.add(group);
    schedule(group);
    return group;
  }

  @Override
  public void finish(Group group) {
    Groups groups = keys.get(group.key);
    if (groups != null && groups.open.remove(group)) {
      groups.finished.add(group);
    }
  }

  @Override
  public void remove(Group group) {
    group.isGone = true;
    Groups groups = keys.get(group.key);
    if (groups != null) {
      groups.open.remove(group);
      groups.finished.remove(group);
      if (groups.open.isEmpty() && groups.finished.isEmpty() && !groups.hasStoredWindows) {
        keys.remove(group.key);
      }
    }
  }

  @Override
  public long nextDue() {
    return calendar.isEmpty() ? NEVER : calendar.firstKey();
  }

  @Override
  public Collection<Group> takeDue(long millis) {
    List<Group> due = new ArrayList<>();
    while (nextDue() <= millis) {
      Map.Entry<Long, List<Group>> entry = calendar.pollFirstEntry();
      for (Group group : entry.getValue()) {
        if (!group.isGone && group.due == entry.getKey()) {
          take(group, millis, due);
        }
      }
    }
    return due;
  }

  private void take(Group group, long millis, List<Group> due) {
    long expiry = schedule.expiry(group.window).getMillis();
    if (expiry <= millis) {
      remove(group);
      due.add(group);
    } else if (schedule.looksAtEnd(group.window) && group.end() > millis) {
      scheduleAt(group.end(), group); // its window has grown
    } else {
      if (schedule.looksAtEnd(group.window)) {
        due.add(group);
      }
      scheduleAt(expiry, group);
    }
  }

  @Override
  public void moveToState(Consumer<Group> toState) {
    keys.forEach(
        (key, groups) -> {
          currentKey.accept(key);
          groups.open.forEach(toState);
          groups.finished.forEach(toState);
          storeWindows(groups);
        });
    keys.clear();
    calendar.clear();
  }

  private void storeWindows(Groups groups) {
    Map<BoundedWindow, BoundedWindow> addresses = new LinkedHashMap<>();
    for (Group group : groups.open) {
      addresses.put(group.window, group.address);
      inStateUntil = Math.max(inStateUntil, schedule.expiry(group.window).getMillis());
    }
    for (Group group : groups.finished) {
      inStateUntil = Math.max(inStateUntil, schedule.expiry(group.window).getMillis());
    }
    if (groups.hasStoredWindows || !addresses.isEmpty()) {
      store.setWindows(addresses);
    }
  }
}

package dev.beamflink.translation.runtime.group;

import dev.beamflink.translation.runtime.element.EncodedKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Groups of windows that do not merge: a table of keys for each window, whose groups are looked at
 * together.
 */
final class WindowIndex implements GroupIndex {

  /** More windows than that are not told apart. */
  private static final int MOST_WINDOWS_IN_STATE = 1_000;

  private final Schedule schedule;
  private final GroupSizes sizes;
  private final Supplier<Instant> inputWatermark;
  private final Map<BoundedWindow, Table> tables = new HashMap<>();
  private final TreeMap<Long, List<Table>> calendar = new TreeMap<>();
  private @Nullable Table last;

  /** Windows of which something is in state. */
  private final Set<BoundedWindow> inState = new HashSet<>();

  /** Of windows that end by then something may be in state, too. */
  private long inStateUntil;

  /** The groups of a window. */
  private static final class Table {
    private final BoundedWindow window;
    private final Map<EncodedKey, Group> groups = new HashMap<>();
    private boolean mayBeStored;

    Table(BoundedWindow window, boolean mayBeStored) {
      this.window = window;
      this.mayBeStored = mayBeStored;
    }
  }

  /**
   * @param inStateUntil groups whose windows end by then may be in state, in milliseconds
   */
  WindowIndex(
      Schedule schedule, GroupSizes sizes, Supplier<Instant> inputWatermark, long inStateUntil) {
    this.schedule = schedule;
    this.sizes = sizes;
    this.inputWatermark = inputWatermark;
    this.inStateUntil = inStateUntil;
  }

  @Override
  public Group groupFor(EncodedKey key, BoundedWindow window) {
    Table table = table(window);
    Group group = table.groups.get(key);
    return group == null ? newGroup(key, table) : group;
  }

  private Group newGroup(EncodedKey key, Table table) {
    boolean isBehindEnd = schedule.isBehindEnd(table.window, inputWatermark.get());
    Group group = sizes.enter(new Group(key, table.window, table.mayBeStored, isBehindEnd));
    table.groups.put(key, group);
    return group;
  }

  private Table table(BoundedWindow window) {
    Table table = last;
    if (table == null || !table.window.equals(window)) {
      table = tables.get(window);
      if (table == null) {
        table = new Table(window, mayBeStored(window));
        tables.put(window, table);
        scheduleAt(schedule.nextDue(window, inputWatermark.get()), table);
      }
      last = table;
    }
    return table;
  }

  private void scheduleAt(long millis, Table table) {
    calendar.computeIfAbsent(millis, unused -> new ArrayList<>(1)).add(table);
  }

  private boolean mayBeStored(BoundedWindow window) {
    return window.maxTimestamp().getMillis() <= inStateUntil || inState.contains(window);
  }

  @Override
  public @Nullable Group find(EncodedKey key, BoundedWindow window) {
    Table table = tables.get(window);
    return table == null ? null : table.groups.get(key);
  }

  @Override
  public Group fromState(EncodedKey key, BoundedWindow window) {
    Table table = table(window);
    table.mayBeStored = true;
    return newGroup(key, table);
  }

  @Override
  public void remove(Group group) {
    group.isGone = true;
    Table table = tables.get(group.window);
    if (table != null) {
      table.groups.remove(group.key);
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
      for (Table table : calendar.pollFirstEntry().getValue()) {
        due.addAll(table.groups.values());
        long expiry = schedule.expiry(table.window).getMillis();
        if (expiry > millis) {
          scheduleAt(expiry, table);
        } else {
          drop(table);
        }
      }
    }
    return due;
  }

  private void drop(Table table) {
    table.groups.values().forEach(group -> group.isGone = true);
    tables.remove(table.window);
    inState.remove(table.window);
    if (last == table) {
      last = null;
    }
  }

  @Override
  public void moveToState(Consumer<Group> store) {
    for (Table table : tables.values()) {
      table.groups.values().forEach(store);
      inState.add(table.window);
    }
    tables.clear();
    calendar.clear();
    last = null;
    if (inState.size() > MOST_WINDOWS_IN_STATE) {
      tellFewerApart();
    }
  }

  private void tellFewerApart() {
    long now = inputWatermark.get().getMillis();
    inState.removeIf(window -> schedule.expiry(window).getMillis() < now);
    if (inState.size() > MOST_WINDOWS_IN_STATE) {
      inState.forEach(
          window -> inStateUntil = Math.max(inStateUntil, window.maxTimestamp().getMillis()));
      inState.clear();
    }
  }
}

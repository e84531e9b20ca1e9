package dev.beamflink.translation.runtime.group;

import dev.beamflink.translation.runtime.element.EncodedKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.jspecify.annotations.Nullable;

/** What has been gathered, by window and key, in memory. Task thread only. */
final class GroupTable {

  /** What has been gathered of one key and window. */
  private static final class Group {
    private @Nullable Object gathered;
  }

  /** The groups of a window. */
  private static final class Groups {
    private final Map<EncodedKey, Group> byKey = new HashMap<>();
    private long bytes;
  }

  /** Takes a group out of the table. */
  @FunctionalInterface
  interface Visitor {
    void visit(EncodedKey key, @Nullable Object gathered);
  }

  private final Gathering gathering;
  private final Map<BoundedWindow, Groups> windows = new HashMap<>();
  private @Nullable BoundedWindow lastWindow;
  private Groups inLastWindow = new Groups();
  private long earliestEnd = Long.MAX_VALUE;
  private int size;
  private long bytes;

  GroupTable(Gathering gathering) {
    this.gathering = gathering;
  }

  /**
   * Adds an input of a key and window.
   *
   * @param inputBytes about what it takes in memory
   */
  void add(EncodedKey key, BoundedWindow window, @Nullable Object input, long inputBytes) {
    Groups groups = groups(window);
    Group group = groups.byKey.get(key);
    if (group == null) {
      group = new Group();
      group.gathered = gathering.first(input);
      groups.byKey.put(key, group);
      size++;
    } else {
      group.gathered = gathering.more(group.gathered, input);
    }
    groups.bytes += inputBytes;
    bytes += inputBytes;
  }

  private Groups groups(BoundedWindow window) {
    if (!window.equals(lastWindow)) {
      inLastWindow = windows.computeIfAbsent(window, unused -> new Groups());
      lastWindow = window;
      earliestEnd = Math.min(earliestEnd, window.maxTimestamp().getMillis());
    }
    return inLastWindow;
  }

  /** How many groups there are. */
  int size() {
    return size;
  }

  /** About what their inputs take in memory. */
  long bytes() {
    return bytes;
  }

  /** The windows that end at a time or before, in the order of their ends. */
  List<BoundedWindow> endingBy(long millis) {
    List<BoundedWindow> ending = new ArrayList<>();
    if (earliestEnd <= millis) {
      long earliestLeft = Long.MAX_VALUE;
      for (BoundedWindow window : windows.keySet()) {
        long end = window.maxTimestamp().getMillis();
        if (end <= millis) {
          ending.add(window);
        } else {
          earliestLeft = Math.min(earliestLeft, end);
        }
      }
      earliestEnd = earliestLeft; // those that end are taken out now
      ending.sort(Comparator.comparing(BoundedWindow::maxTimestamp));
    }
    return ending;
  }

  /** All windows of which something has been gathered. */
  List<BoundedWindow> windows() {
    return List.copyOf(windows.keySet());
  }

  /** Takes out the groups of a window. */
  void take(BoundedWindow window, Visitor visitor) {
    lastWindow = null;
    inLastWindow = new Groups();
    Groups groups = windows.remove(window);
    if (groups != null) {
      size -= groups.byKey.size();
      bytes -= groups.bytes;
      groups.byKey.forEach((key, group) -> visitor.visit(key, group.gathered));
    }
  }
}

package dev.beamflink.translation.runtime.group;

import dev.beamflink.translation.runtime.element.EncodedKey;
import dev.beamflink.translation.runtime.element.SampledSize;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.jspecify.annotations.Nullable;

/** What has been gathered, by window and key, in memory. Task thread only. */
final class GroupTable {

  /** About what they take, beside what is encoded. */
  private static final long BYTES_OF_GROUP = 200;

  private static final long BYTES_OF_INPUT = 40;

  /** What has been gathered of one key and window. */
  private static final class Group {
    private @Nullable Object gathered;
  }

  /** The groups of a window. */
  private static final class Groups {
    private final Map<EncodedKey, Group> byKey = new HashMap<>();
    private long inputs;
    private long bytes;
  }

  /** Is given each group that is taken out of the table. */
  @FunctionalInterface
  interface Visitor {
    void visit(EncodedKey key, @Nullable Object gathered);
  }

  private final Gathering gathering;
  private final SampledSize sizes;
  private final Map<BoundedWindow, Groups> windows = new HashMap<>();
  private @Nullable BoundedWindow lastWindow;
  private Groups inLastWindow = new Groups();
  private long earliestEnd = Long.MAX_VALUE;
  private long inputs;
  private long bytes;

  GroupTable(Gathering gathering) {
    this.gathering = gathering;
    this.sizes = new SampledSize(gathering.inputCoder());
  }

  /**
   * Adds an input of a key and window.
   *
   * @throws IOException if its coder refuses it
   */
  void add(EncodedKey key, BoundedWindow window, @Nullable Object input) throws IOException {
    Groups groups = groups(window);
    Group group = groups.byKey.get(key);
    int weight = sizes.weightOfNext();
    if (group == null) {
      group = new Group();
      group.gathered = gathering.first(input);
      groups.byKey.put(key, group);
      count(groups, 1, BYTES_OF_GROUP + key.bytes().length + BYTES_OF_INPUT);
      measure(groups, weight, input, 0);
    } else if (gathering.keepsEachInput()) {
      group.gathered = gathering.more(group.gathered, input);
      count(groups, 1, BYTES_OF_INPUT);
      measure(groups, weight, input, 0);
    } else {
      long before = weight == 0 ? 0 : sizes.of(group.gathered);
      group.gathered = gathering.more(group.gathered, input);
      measure(groups, weight, group.gathered, before);
    }
  }

  /** Counts what has come, unless it is not to be measured. */
  private void measure(Groups groups, int weight, @Nullable Object what, long before)
      throws IOException {
    if (weight > 0) {
      long grown = sizes.of(what) - before;
      sizes.measured(grown);
      count(groups, 0, weight * grown);
    }
  }

  private void count(Groups groups, int moreInputs, long moreBytes) {
    groups.inputs += moreInputs;
    inputs += moreInputs;
    groups.bytes += moreBytes;
    bytes += moreBytes;
  }

  private Groups groups(BoundedWindow window) {
    if (!window.equals(lastWindow)) {
      inLastWindow = windows.computeIfAbsent(window, unused -> new Groups());
      lastWindow = window;
      earliestEnd = Math.min(earliestEnd, window.maxTimestamp().getMillis());
    }
    return inLastWindow;
  }

  /** How many inputs the groups would be to state. */
  long inputs() {
    return inputs;
  }

  /** About what the groups take in memory. */
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
      inputs -= groups.inputs;
      bytes -= groups.bytes;
      groups.byKey.forEach((key, group) -> visitor.visit(key, group.gathered));
    }
  }
}

package dev.beamflink.translation.runtime.group;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.transforms.windowing.Sessions;
import org.apache.beam.sdk.transforms.windowing.WindowFn;

/** Finds what merges when a window comes to the open ones of its key. */
interface MergeSets {

  /**
   * Windows that become one.
   *
   * @param groups those of them that there were already
   * @param hasNew whether the new window is one of them
   * @param into the window that they become
   */
  record Merge(List<Group> groups, boolean hasNew, BoundedWindow into) {}

  /**
   * What merges now.
   *
   * @param groups the open ones; none has the very same window
   * @throws Exception what the window function throws
   */
  List<Merge> withNew(List<Group> groups, BoundedWindow window) throws Exception;

  /** Finds it as the window function says. */
  static MergeSets of(WindowFn<?, BoundedWindow> windowFn) {
    return windowFn.getClass().equals(Sessions.class)
        ? MergeSets::ofSessions
        : new OfWindowFn<>(windowFn);
  }

  /** Sessions that overlap merge; those that there are don't overlap each other. */
  private static List<Merge> ofSessions(List<Group> groups, BoundedWindow window) {
    if (groups.isEmpty()) {
      return List.of();
    }
    IntervalWindow session = (IntervalWindow) window;
    IntervalWindow span = session;
    List<Group> overlapping = new ArrayList<>(1);
    for (Group group : groups) {
      IntervalWindow other = (IntervalWindow) group.window;
      if (other.intersects(session)) {
        span = span.span(other);
        overlapping.add(group);
      }
    }
    return overlapping.isEmpty() ? List.of() : List.of(new Merge(overlapping, true, span));
  }

  /** Asks the window function. */
  final class OfWindowFn<T> implements MergeSets {

    private final WindowFn<T, BoundedWindow> windowFn;

    OfWindowFn(WindowFn<T, BoundedWindow> windowFn) {
      this.windowFn = windowFn;
    }

    @Override
    public List<Merge> withNew(List<Group> groups, BoundedWindow window) throws Exception {
      Merges merges = new Merges(groups, window);
      windowFn.mergeWindows(merges);
      return merges.found;
    }

    private final class Merges extends WindowFn<T, BoundedWindow>.MergeContext {

      private final BoundedWindow newWindow;
      private final Map<BoundedWindow, Group> groups = new LinkedHashMap<>();
      private final Set<BoundedWindow> left;
      private final Set<BoundedWindow> all;
      private final List<Merge> found = new ArrayList<>(1);

      Merges(List<Group> groups, BoundedWindow newWindow) {
        windowFn.super();
        this.newWindow = newWindow;
        groups.forEach(group -> this.groups.put(group.window, group));
        left = new LinkedHashSet<>(this.groups.keySet());
        left.add(newWindow);
        all = Collections.unmodifiableSet(new LinkedHashSet<>(left));
      }

      @Override
      public Collection<BoundedWindow> windows() {
        return all;
      }

      @Override
      public void merge(Collection<BoundedWindow> sources, BoundedWindow into) {
        List<Group> merged = new ArrayList<>(sources.size());
        boolean hasNew = false;
        for (BoundedWindow source : sources) {
          if (!left.remove(source)) {
            throw new IllegalStateException(
                "Window %s can't be merged: it is not there, or merged already; there are %s"
                    .formatted(source, all));
          }
          if (source.equals(newWindow)) {
            hasNew = true;
          } else {
            merged.add(Objects.requireNonNull(groups.get(source)));
          }
        }
        if (groups.containsKey(into) && !sources.contains(into)) {
          throw new IllegalStateException(
              "Windows can't become %s, which is there and not merged with them".formatted(into));
        }
        found.add(new Merge(merged, hasNew, into));
      }
    }
  }
}
